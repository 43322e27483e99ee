"""What the province looks for in a row before it takes it."""

from collections.abc import Callable, Mapping

Row = Mapping[str, str]
NEEDED = {
    "up_pro_accept": (
        *("project_no", "task_code", "task_name", "applyer_name", "applyer_page_code"),
        *("apply_date", "org_name", "org_code"),
    ),
    "up_pro_process": ("project_no", "process_name", "event_name", "event_start_time"),
    "up_pro_special_procedure": ("project_no", "special_name", "special_time"),
    "up_pro_result": ("project_no", "result_type", "result_date"),
    "up_pro_material": ("project_no", "material_name"),
    "up_lic_data": ("certificate_name", "certificate_number", "certificate_holder_code"),
}
_RESIDENT = "111"


def why_not(table: str, row: Row, knows: Callable[[str, str], bool]) -> str:
    """Why a row is refused, in words; "" when it is taken. `knows(table, row_guid or number)`."""
    if table not in NEEDED:
        return f"没有表 {table}"
    known, operation = knows("row", row.get("row_guid", "")), row.get("cd_operation", "")
    if operation == "I" and known:
        return "已有这一行，不能再新增"
    if operation in ("U", "D") and not known:
        return "没有这一行，不能修改或删除"
    if operation not in ("I", "U", "D"):
        return "cd_operation 应为 I、U 或 D"
    return "" if operation == "D" else _content(table, row, knows)


def _content(table: str, row: Row, knows: Callable[[str, str], bool]) -> str:
    empty = [name for name in NEEDED[table] if not row.get(name, "").strip()]
    if empty:
        return f"{empty[0]} 不能为空"
    if table == "up_pro_accept":
        return _accept(row)
    if table == "up_lic_data" and not row.get("certificate_type_code", "").isdigit():
        return "certificate_type_code 应为证照类型代码"
    if "project_no" in NEEDED[table] and not knows("project", row["project_no"]):
        return "没有这件办件的受理信息，或者受理信息没有通过"
    return ""


def _accept(row: Row) -> str:
    code = row.get("catalog_code", "")
    if not (len(code) == 12 and code.isdigit()):
        return "catalog_code 应为 12 位基本编码"
    if row.get("contact_type") == _RESIDENT and len(row.get("contact_code", "")) != 18:
        return "contact_code 应为 18 位身份证号"
    return ""
