"""The notice of 2027 as it might come."""

from datetime import date

from onevisit.kernel.notices import Feast

NUMBER, DATED = "国办发明电〔2026〕9号", date(2026, 11, 12)


def feasts_2027() -> list[Feast]:
    """Seven feasts that hold."""

    def day(month: int, number: int) -> date:
        return date(2027, month, number)

    return [
        Feast("元旦", day(1, 1), day(1, 3)),
        Feast("春节", day(2, 5), day(2, 12), (day(2, 20), day(2, 27))),
        Feast("清明节", day(4, 3), day(4, 5)),
        Feast("劳动节", day(5, 1), day(5, 5), (day(5, 8),)),
        Feast("端午节", day(6, 9), day(6, 9)),
        Feast("中秋节", day(9, 15), day(9, 15)),
        Feast("国庆节", day(10, 1), day(10, 7), (day(9, 26), day(10, 9))),
    ]
