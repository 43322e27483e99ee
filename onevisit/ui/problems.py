"""The page a person gets when something did not work: what happened, and what to do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Problem:
    """Words for one HTTP status: a headline, what happened, and what to do."""

    status: int
    title: str | Promise
    message: str | Promise
    todo: tuple[str | Promise, ...]
    icon: str = "circle-alert"


PROBLEMS: Mapping[int, Problem] = MappingProxyType(
    {
        problem.status: problem
        for problem in (
            Problem(
                400,
                _("提交的内容有一处不对"),
                _("系统没有办成这一步，您已经填好的内容还在。"),
                (_("返回上一页，按红字提示改好再提交。"), _("改不对，打 12345 请人帮您看。")),
            ),
            Problem(
                403,
                _("这一步您现在不能办"),
                _("当前登录的账号没有办理这一步的权限。"),
                (
                    _("是您本人的事，请确认登录的是自己的账号。"),
                    _("替家人或单位办，请先取得对方授权。"),
                    _("工作人员请找本部门管理员开通。"),
                ),
                "lock",
            ),
            Problem(
                404,
                _("没有找到这个页面"),
                _("可能是网址输错了，也可能是内容已经挪走，或者它不是您的办件。"),
                (_("核对网址，或者回首页搜您要办的事。"), _("查办件，请登录后看“我的办件”。")),
                "search",
            ),
            Problem(
                409,
                _("情况已经变了，请重新看一眼"),
                _("您打开页面之后，别人或您在另一处已经办过这一步。您的操作没有重复执行。"),
                (_("刷新页面看最新情况，再决定要不要继续。"),),
                "refresh-cw",
            ),
            Problem(
                500,
                _("系统出错了，不是您的问题"),
                _("错误已经记下，技术人员会处理。已经保存的内容不会丢。"),
                (_("过几分钟再试。"), _("急着办，打 12345 或到窗口，窗口始终可以办。")),
            ),
        )
    }
)


def problem_for(status: int) -> Problem:
    """The words for ``status``; an unknown one is the system's own fault."""
    return PROBLEMS.get(status, PROBLEMS[500])


def problem_response(
    request: HttpRequest, status: int, *, message: str = "", code: str = ""
) -> HttpResponse:
    """A page saying so; for a request made by htmx only the message, put where messages go."""
    problem = problem_for(status)
    context = {"problem": problem, "message": message or problem.message, "code": code}
    if request.headers.get("HX-Request") == "true":
        response = render(request, "ui/partials/problem.html", context, status=status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:#messages:top"
        return response
    return render(request, "ui/error.html", context, status=status)
