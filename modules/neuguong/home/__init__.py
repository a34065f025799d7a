"""The small files in the data folder of whoever runs the kit. Knows nothing of content, logs or screens."""
