# ruff: noqa: E501 - one item a line reads as a table
"""Short items written for tuning the weaker rules, beside the gold items: (rule, stimulus, prompt, options, key)."""

ODD = "odd-one-out"
CLANG = "clang"
DOUBLE = "double-negative"
TWICE = "duplicate-options"
ALL = "all-or-none"
SHAPE = "not-parallel"

FLAWED: list[tuple[str, str, str, tuple[str, ...], str]] = [
    (ODD, "", "Thái độ nào là sai khi tiếp dân?", ("Chào hỏi niềm nở", "Trả lời cộc lốc", "Chỉ dẫn rõ ràng", "Cảm ơn góp ý"), "b"),
    (ODD, "", "Hành vi nào đáng phê bình?", ("Đi họp đúng giờ", "Ghi chép đầy đủ", "Lấy xe công đi chơi", "Phát biểu thẳng thắn"), "c"),
    (ODD, "", "Việc nào thể hiện nêu gương?", ("Đi trễ thường ngày", "Nói xấu đồng chí", "Đến trước giờ họp", "Đùn việc cho bạn"), "c"),
    (ODD, "", "Đâu là cách cư xử có văn hóa?", ("Cắt lời người dân", "Mời dân ngồi, rót nước", "Cáu với người hỏi lại", "Ngó lơ người già"), "b"),
    (ODD, "", "Điều nào trái với lối sống lành mạnh?", ("Tập thể dục", "Đọc báo", "Đánh bạc ăn tiền", "Giúp hàng xóm"), "c"),
    (ODD, "", "Cán bộ nào làm đúng?", ("Anh Páo nhận phong bì", "Chị Hiên trả lại tiền thừa", "Anh Lử ép dân ký", "Chị Sua giấu sổ"), "b"),
    (ODD, "", "Chọn việc làm KHÔNG đúng mực của đảng viên.", ("Hòa giải xóm giềng", "Dự họp đầy đủ", "Vu khống đồng nghiệp", "Quyên góp giúp bão lụt"), "c"),
    (ODD, "", "Ai là người có trách nhiệm?", ("Người trốn trực", "Người ở lại bàn giao ca", "Người đổ lỗi cho máy", "Người bỏ mặc hồ sơ"), "b"),
    (CLANG, "Hội Nông dân xã mở điểm thu mua chè.", "Trưởng điểm nên báo giá thế nào?", ("Dán bảng giá thu mua chè", "Đợi khách hỏi", "Gửi cho người quen", "Đổi theo từng ngày"), "a"),
    (CLANG, "", "Muốn giảm giấy tờ trùng lặp, văn phòng nên làm gì?", ("Thêm một tủ đựng", "Bỏ giấy tờ trùng lặp", "In đẹp hơn", "Đổi bìa mới"), "b"),
    (CLANG, "Quỹ khuyến học của thôn thu được năm triệu.", "Trưởng thôn nên làm gì?", ("Kể lúc uống nước", "Để sang năm tính", "Công khai quỹ khuyến học", "Gửi riêng bí thư"), "c"),
    (CLANG, "", "Ai nên ký biên bản bàn giao ca trực?", ("Người hai ca trực bàn giao nhau", "Khách đến thăm", "Bảo vệ cổng", "Lái xe"), "a"),
    (CLANG, "", "Khi dân phản ánh về tiếng ồn xưởng gỗ, tổ trưởng làm gì?", ("Đến đo tiếng ồn xưởng gỗ", "Khuyên dân nhịn", "Chờ họp quý", "Nhờ báo chí"), "a"),
    (DOUBLE, "", "Điều nào KHÔNG phải lý do để không ký?", ("Thiếu chữ ký", "Trời mưa", "Sai mẫu", "Quá hạn"), "b"),
    (DOUBLE, "", "Trưởng trạm nên trả lời sao?", ("Không phải là tôi không biết", "Tôi xem rồi báo lại", "Hỏi phó trạm", "Mai tính"), "b"),
    (DOUBLE, "", "Chi bộ nên quyết sao?", ("Không kết luận khi chưa đối chất", "Họp kín", "Hỏi đảng ủy", "Biểu quyết luôn"), "a"),
    (DOUBLE, "", "Việc nào KHÔNG thuộc thẩm quyền của chị?", ("Không ký thay", "Xếp lịch", "Chia ca", "Ghi sổ"), "a"),
    (DOUBLE, "", "Chị nên làm gì?", ("Đừng để dân không có chỗ ngồi", "Kê thêm ghế", "Gọi thêm người", "Mở thêm quầy"), "b"),
    (TWICE, "", "Nên báo tin bằng cách nào?", ("Gọi điện cho phụ huynh", "Điện thoại cho bố mẹ học sinh", "Viết thư", "Chờ họp"), "a"),
    (TWICE, "", "Ai nên xử lý?", ("Trưởng phòng", "Trưởng phòng hành chính", "Văn thư", "Bảo vệ"), "b"),
    (TWICE, "", "Hạn trả là bao lâu?", ("Từ 1 đến 3 ngày", "Từ 3 đến 5 ngày", "Từ 6 đến 8 ngày"), "a"),
    (TWICE, "", "Nên làm gì?", ("Xin lỗi và hẹn lại dân", "Hẹn lại dân và xin lỗi", "Đóng cửa", "Gọi bảo vệ"), "a"),
    (TWICE, "", "Nên công khai ở đâu?", ("Niêm yết ở trụ sở", "Dán tại trụ sở", "Gửi thư", "Nhắn tin"), "a"),
    (TWICE, "", "Nên làm gì trước?", ("Báo cáo lãnh đạo", "Báo cáo lãnh đạo bằng văn bản", "Tự làm", "Chờ xem"), "a"),
    (ALL, "", "Nên làm gì?", ("Báo cáo", "Họp", "Cả hai ý kia"), "c"),
    (ALL, "", "Nên làm gì?", ("Báo cáo", "Họp", "Ghi sổ", "Chẳng việc nào kể trên"), "a"),
    (ALL, "", "Nên làm gì?", ("Báo cáo", "Họp", "Ghi sổ", "Làm cả ba việc"), "d"),
    (ALL, "", "Nên làm gì?", ("Báo cáo", "Họp", "Ghi sổ", "a và c"), "d"),
    (ALL, "", "Nên làm gì?", ("Báo cáo", "Họp", "Ghi sổ", "Mọi ý đều đúng"), "d"),
    (ALL, "", "Nên làm gì?", ("Báo cáo", "Họp", "Ghi sổ", "Không ý nào phù hợp"), "a"),
    (ALL, "", "Nên làm gì?", ("Báo cáo", "Họp", "Ghi sổ", "Một ý khác"), "a"),
    (SHAPE, "", "Nên làm gì?", ("Báo cáo ngay", "Họp tổ", "Tinh thần đoàn kết", "Ghi vào sổ"), "a"),
    (SHAPE, "", "Nên làm gì?", ("Báo cáo ngay", "Họp tổ", "Anh ấy cần đi học", "Ghi vào sổ"), "a"),
    (SHAPE, "", "Nên làm gì?", ("Báo cáo ngay", "Họp tổ", "Có nên bỏ qua không?", "Ghi vào sổ"), "a"),
    (SHAPE, "", "Nên làm gì?", ("Báo cáo", "Họp tổ", "Ghi vào sổ rồi chờ đến cuối tháng xem lại một lượt", "Gọi thợ"), "a"),
    (SHAPE, "", "Điều gì cần có?", ("Sự kiên nhẫn", "Lòng trung thực", "Gọi điện cho dân", "Tính kỷ luật"), "a"),
]  # fmt: skip

CLEAN: list[tuple[str, str, tuple[str, ...], str]] = [
    ("Trạm hết thuốc, xe chở thuốc mai mới đến.", "Trạm trưởng nên làm gì tối nay?", ("Mượn thuốc trạm bên", "Hẹn dân sáng mai", "Chia đôi liều", "Gọi xe đi đêm"), "a"),
    ("", "Nên làm gì với hồ sơ không đủ giấy?", ("Nhận rồi hẹn bổ sung", "Trả ngay tại quầy", "Giữ đến khi đủ", "Chuyển phòng khác"), "a"),
    ("", "Nên trả lời người dân thế nào khi chưa có kết quả?", ("Hẹn một ngày cụ thể", "Bảo chờ điện thoại", "Nói hỏi nơi khác", "Đề nghị nộp lại"), "a"),
    ("", "Thứ tự nào hợp lý?", ("Đọc rồi ký", "Ký rồi đọc", "Gửi rồi ký", "Ký rồi gửi"), "a"),
    ("", "Ai nên chủ trì?", ("Bí thư chi bộ thôn", "Chi bộ thôn", "Trưởng bản và thư ký", "Hội phụ nữ xã bên"), "a"),
    ("", "Nên nhắc anh Vừ ra sao?", ("Gặp riêng sau giờ", "Nêu trước tổ", "Nhắn vào nhóm", "Nhờ vợ anh nhắc"), "a"),
    ("Dân không chịu ký vì chưa hiểu giấy.", "Cán bộ nên làm gì?", ("Đọc cho dân nghe", "Về, mai quay lại", "Nhờ trưởng bản ký", "Ghi là vắng"), "a"),
    ("", "Nên mở sổ tiếp dân vào lúc nào?", ("Đầu giờ sáng", "Cuối giờ chiều", "Giữa buổi", "Lúc có dân"), "d"),
    ("", "Chị Dợ nên nói gì với tổ?", ("Tôi quên, tôi sửa", "Tại máy chậm", "Ai cũng có lúc nhầm", "Để cuối tháng tính"), "a"),
    ("", "Phó bản nên mời ai xem ruộng?", ("Hai nhà có ruộng giáp nhau", "Cán bộ địa chính của tỉnh", "Người ở bản khác đến", "Thợ xây quen bí thư"), "a"),
]  # fmt: skip
