"""What the vault says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "vault.no_such_object": _("没有找到这个文件。"),
    "vault.damaged": _("文件打不开，可能已经损坏，请重新上传或联系技术人员。"),
    "vault.destroyed": _("这份文件已在 %(on)s 按保管期限销毁。"),
    "vault.no_room": _(
        "服务器的空间不够了，这份文件没有存下来，您填的别的内容都在。请过一会儿再传。"
    ),
    "vault.empty": _("文件是空的，请重新选择。"),
    "vault.too_large": _("文件超过 %(limit_mb)s MB，请压缩或分成几份再传。"),
    "vault.unknown_type": _("只能传 PDF、JPG 或 PNG。改文件名没有用，请另存为这几种格式再传。"),
    "vault.heic_not_read": _("这是苹果手机的 HEIC 照片，请在手机上存成 JPG，或截一张图再传。"),
    "vault.office_not_read": _("这是 Word、Excel 或 WPS 文档，请另存为 PDF 再传。"),
    "vault.broken_pdf": _("这份 PDF 打不开或不完整，请重新导出后再传。"),
    "vault.encrypted_pdf": _("这份 PDF 设了密码或限制，请去掉保护（打印成 PDF 即可）再传。"),
    "vault.active_pdf": _("这份 PDF 里有脚本、附件或会自动执行的内容，请打印成普通 PDF 再传。"),
    "vault.no_pages": _("这份 PDF 一页也没有，请检查后再传。"),
    "vault.too_many_pages": _("这份 PDF 超过 %(limit)s 页，请分成几份再传。"),
    "vault.broken_image": _("这张图片打不开或不完整，请重新拍照或导出再传。"),
    "vault.image_too_large": _("这张图片超过 %(limit_megapixels)s00 万像素，请缩小后再传。"),
}

ACTIONS: dict[str, Text] = {
    "vault.put": _("上传文件"),
    "vault.forget": _("删除文件"),
    "vault.destroy": _("按期限销毁文件"),
}

TARGETS: dict[str, Text] = {
    "vault.object": _("文件"),
}

VALUES: dict[str, Text] = {"vault.object": _("上传的文件")}
