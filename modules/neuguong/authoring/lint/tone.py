"""Words by which a misdeed or a virtue is smelt without reading the situation. Knows nothing of items.

Two lists, written for this bank after the fault "one misdeed among virtues" (item-writing guidelines, flaw 15).
"""

import re

from .syllables import Found, Phrases, words

MISDEEDS = Phrases(
    words(
        """né tránh|né|lảng tránh|lảng|tránh mặt|lánh mặt|trốn|trốn tránh|thoái thác|chối|chối bỏ|chối lỗi|đùn đẩy|
        đùn việc|đẩy việc|đẩy trách nhiệm|đẩy lỗi|đổ lỗi|đổ cho|đổ thừa|
        đổ vấy|phó mặc|khoán trắng|buông lỏng|thả nổi|hách dịch|hống hách|cửa quyền|quan liêu|quan cách|ra oai|lên mặt|
        lên giọng|nhũng nhiễu|sách nhiễu|hạch sách|vòi vĩnh|vòi tiền|vòi|
        gây khó|làm khó|hành dân|bắt dân|bắt nạt|ức hiếp|chèn ép|ép|ép buộc|cưỡng ép|dọa|dọa nạt|đe dọa|đe|nạt|nạt nộ|
        quát|quát mắng|quát tháo|mắng|chửi|chửi bới|văng tục|nói tục|
        thô lỗ|cộc cằn|cộc lốc|gắt|gắt gỏng|cáu|cáu gắt|cáu bẳn|xúc phạm|sỉ nhục|chế giễu|mỉa mai|chê bai|coi thường|
        xem thường|khinh|khinh thường|phân biệt|kỳ thị|xua|đuổi|hắt hủi|gạt|gạt đi|
        bao che|che giấu|che đậy|giấu|giấu giếm|ém|ém nhẹm|ỉm|lấp liếm|bưng bít|trù dập|trả thù|trả đũa|thù vặt|cô lập|
        làm ngơ|lờ|lờ đi|ngó lơ|phớt lờ|phớt|tảng lờ|mặc kệ|bỏ mặc|kệ|vô cảm|thờ ơ|
        dửng dưng|lạnh nhạt|lạnh lùng|bỏ bê|lơ là|sao nhãng|gian dối|gian lận|lừa|lừa dối|dối|nói dối|dối trá|bịa|
        bịa đặt|bịa chuyện|khai man|khai gian|khai khống|kê khống|ký khống|khống|thổi phồng|tô hồng|
        báo cáo láo|làm láo|sửa điểm|sửa số|sửa sổ|sửa hồ sơ|tẩy xóa|làm giả|giả mạo|giả vờ|ngụy tạo|hợp thức hóa|
        chép bài|chép nguyên|quay cóp|học hộ|điểm danh hộ|ký hộ|tham ô|tham nhũng|biển thủ|bớt xén|
        ăn chặn|cắt xén|xà xẻo|tư túi|bỏ túi|đút túi|chia chác|chiếm|chiếm dụng|lấn chiếm|ăn cắp|lấy cắp|lấy trộm|
        lấy tiền|lấy của công|lấy xe công|dùng xe công|dùng của công|xài của công|nhận tiền|nhận phong bì|
        phong bì|nhận quà|nhận hối lộ|hối lộ|đút lót|quà cáp|biếu xén|lại quả|chạy chức|chạy tội|chạy chọt|móc nối|
        thông đồng|cấu kết|lợi dụng|lạm dụng|lạm quyền|vụ lợi|tư lợi|trục lợi|thiên vị|ưu ái|
        nâng đỡ|người nhà|con cháu|họ hàng|tùy tiện|tự ý|độc đoán|chuyên quyền|áp đặt|gia trưởng|bè phái|bè cánh|
        phe cánh|kéo bè|chia rẽ|cục bộ|nể nang|dĩ hòa vi quý|xuê xoa|cả nể|qua loa|qua quýt|hời hợt|
        chiếu lệ|cho xong|cho có|lấy lệ|cẩu thả|tắc trách|vô trách nhiệm|thiếu trách nhiệm|đối phó|chây ì|trì trệ|
        ì ạch|ỷ lại|lười|lười biếng|làm biếng|kéo dài|ngâm|ngâm hồ sơ|chậm trễ|trễ nải|đi muộn|đi trễ|
        đến muộn|đến trễ|về sớm|bỏ về|bỏ họp|bỏ trực|bỏ ca|bỏ vị trí|vắng mặt|ngủ|ngủ gật|chơi game|lướt điện thoại|
        tán gẫu|buôn chuyện|nói chuyện riêng|làm việc riêng|việc riêng|uống rượu|say|say xỉn|nhậu|
        nhậu nhẹt|đánh bạc|cờ bạc|đánh bài|ăn chơi|chơi bời|đua đòi|khoe|khoe khoang|khoe của|xa hoa|lãng phí|
        phung phí|phô trương|tiệc tùng|hình thức|chạy theo thành tích|háo danh|kiêu ngạo|kiêu|tự mãn|tự cao|
        bảo thủ|đố kỵ|ganh ghét|ganh|ghen|nịnh|nịnh bợ|xu nịnh|nói xấu|bôi nhọ|vu khống|đặt điều|tung tin|đồn|đồn thổi|
        rêu rao|xúi|xúi giục|kích động|gây rối|gây mất đoàn kết|cãi|cãi cọ|cãi nhau|cản trở|ngăn cản|
        dìm|vùi dập|lộ tên|làm lộ|tiết lộ|tẩu tán|xé|tiêu hủy|xả rác|đổ trộm|nuốt lời|thất hứa|hứa suông|hứa hão|
        nói một đằng|nói không đi đôi|quấy rối|đòi tiền|thu thêm|thu sai|mua phiếu|mua chuộc|ngụy biện|
        hút thuốc|xem phim|chơi điện tử|đánh cờ|lướt mạng|cười nhạo|nhạo|la lối|la mắng|hét|đập bàn|lớn tiếng|to tiếng|
        nặng lời|nhại|ném|vứt|đốt|vay quỹ|tiêu quỹ|rút quỹ|quỹ đen|xin xỏ|bảo kê|ăn tiền|ăn bớt|
        bỏ sinh hoạt|bịt|bêu|bêu tên|bêu riếu|tâng bốc|nghe trộm|đọc trộm|quỵt|trốn thuế|phá rừng|đánh người|gây sự|
        kiêu căng|ích kỷ|tham lam|nhỏ nhen|thù hằn|lười nhác|vô lễ|bất lịch sự|vô ý thức|ngồi chơi|sai hẹn|
        lỡ hẹn|quên hẹn|trễ hẹn|trễ giờ|muộn giờ|tuồn|lén|lén lút|vụng trộm|trái phép|vô cớ|khuất tất|mờ ám|chui|
        cắt lời|ngắt lời|bắt chờ|bắt dân chờ|để dân chờ|nói dối cấp trên|bớt giờ|giành công|cướp công|tranh công|
        kể công|
        bao biện|không chịu|từ chối tiếp|cho qua|bàn lùi|than vãn|tham"""
    )
)
VIRTUES = Phrases(
    words(
        """gương mẫu|nêu gương|làm gương|mẫu mực|tận tụy|tận tâm|tận tình|nhiệt tình|hăng hái|xung phong|lắng nghe|
        nghe dân|nghe hết|nghe góp ý|công khai|minh bạch|trung thực|thật thà|thành khẩn|thành thật|thẳng thắn|đoàn kết|
        khiêm tốn|chủ động|kịp thời|tôn trọng|nhận lỗi|nhận sai|nhận khuyết điểm|thừa nhận|sửa sai|sửa lỗi|
        sửa khuyết điểm|nhận trách nhiệm|chịu trách nhiệm|nhận phần trách nhiệm|trách nhiệm|xin lỗi|giúp đỡ|giúp|hỗ trợ|
        chia sẻ|động viên|thăm hỏi|hỏi thăm|thăm|quan tâm|chăm lo|chăm sóc|gần dân|vì dân|gặp dân|đúng hẹn|đúng giờ|
        đúng hạn|đúng quy định|đúng quy chế|đúng thẩm quyền|trước hạn|sớm hạn|dân chủ|công bằng|công tâm|
        khách quan|vô tư|nghiêm túc|nghiêm chỉnh|cầu thị|tiếp thu|sâu sát|đi đầu|đi trước|làm trước|sáng tạo|đổi mới|
        cải tiến|học hỏi|học tập|học thêm|tự học|tự soi|tự sửa|rèn luyện|tu dưỡng|trau dồi|nghiên cứu|
        hướng dẫn|giải thích|giải đáp|chỉ dẫn|lễ phép|lịch sự|niềm nở|hòa nhã|nhã nhặn|nhẹ nhàng|mềm mỏng|ôn tồn|
        từ tốn|tươi cười|chào hỏi|chào|ân cần|chân thành|chu đáo|tử tế|thân thiện|cảm ơn|tiết kiệm|liêm khiết|
        trong sạch|trả lại|góp ý|rút kinh nghiệm|nhắc nhở|bàn bạc|bàn với|niêm yết|xuống cơ sở|xuống thôn|xuống bản|
        đối thoại|phân công rõ|giao rõ|đôn đốc|theo dõi|kiểm tra|giữ lời|giữ đúng|bảo vệ|ghi nhận|khen|
        biểu dương|đến sớm|tiếp dân|tiếp công dân|hỏi ý kiến|xin ý kiến|tự giác|gỡ vướng|tháo gỡ|gọn gàng|ngăn nắp|
        sạch sẽ|chăm|chăm chỉ|siêng|siêng năng|cần cù|giản dị|cẩn thận|kiên trì|bình tĩnh|hiếu thảo|
        nhường|đóng góp|quyên góp|hiến|ủng hộ|kèm cặp|dìu dắt|chỉ bảo|dự họp|tham gia|chấp hành|tuân thủ|
        thực hiện đúng|làm đúng|nói đi đôi|báo cáo|báo cáo trung thực|báo trước|giữ vệ sinh|dọn|trồng cây|
        nhặt rác|tưới|dạy|cứu|cõng|đỡ|tình nguyện|hiến máu|tặng|mỉm cười|biết ơn|hòa thuận|hòa giải|yêu thương|thương|
        bao dung|chung tay|đầy đủ|kỹ lưỡng|chuẩn bị kỹ|rõ ràng|kiên nhẫn|nhẫn nại|cởi mở|vui vẻ|chan hòa|
        cảm thông|thông cảm|đồng cảm|tâm huyết|dũng cảm|mạnh dạn|bền bỉ|tự trọng|giữ kỷ luật|giữ gìn|bảo quản|tỉ mỉ|
        đúng mực|tập thể dục|rót nước|mời nước|mời dân|dắt|hẹn lại dân|trao đổi thẳng|báo cáo đủ|báo cáo đúng|sớm|
        đọc sách|ghi chép|ghi đủ|bàn giao|trả lời dân|trả lời rõ|hẹn rõ|trực thay|đi bộ|xếp hàng|tắt điện|làm thêm giờ|
        nộp đủ|kê khai đủ"""
    )
)


def tone(text: str) -> int:
    """+1 a virtue's words, −1 a misdeed's, 0 neither or both. A denied misdeed is none, a denied virtue one."""
    virtues = {_denied(text, found) for found in VIRTUES.finditer(text)}
    if True in virtues or any(not _denied(text, found) for found in MISDEEDS.finditer(text)):
        return -1
    return int(bool(virtues))


_DENIAL = re.compile(r"(?i)\b(?:không|chưa|đừng|chẳng|thiếu|ngại|lười|chống|tránh|ngăn|bỏ|quên|khỏi)\s(?:\w+\s)?$")


def _denied(text: str, found: Found) -> bool:
    return bool(_DENIAL.search(text[: found.start]))
