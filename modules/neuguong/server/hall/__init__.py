"""The phones' side of a workshop: messages, lines, writes and news. Knows no event, board, item or key: whoever starts
the server says what a hall is (`contract`).
"""
