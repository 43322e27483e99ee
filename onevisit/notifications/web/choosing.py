"""接收方式: which way for what, at which hours, in which language, and who reads along."""

from collections.abc import Sequence

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from onevisit.accounts.guards import themselves_required
from onevisit.accounts.queries import actor_of
from onevisit.kernel.errors import DomainError, Invalid, Refused
from onevisit.notifications import queries, services
from onevisit.notifications.errors import no_such_message
from onevisit.notifications.rules.channels import Channel, Language
from onevisit.notifications.rules.kinds import Topic
from onevisit.notifications.web.wordings import CHANNELS, LANGUAGES, TOPIC_HINTS, TOPICS
from onevisit.ui.wordings import status_in_place, text_for

Errors = Sequence[tuple[str, str]]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@themselves_required
def choices(request: HttpRequest) -> HttpResponse:
    """What was chosen; or choose anew."""
    if request.method != "POST":
        return _page(request)
    post = request.POST
    try:
        services.choose(
            chosen={
                topic: [each for each in Channel if str(each) in post.getlist(str(topic))]
                for topic in Topic
            },
            quiet=(post.get("quiet_from", ""), post.get("quiet_until", "")),
            language=Language.EN if post.get("language") == "en" else Language.ZH,
            copies=post.get("copies") == "yes",
            firms=post.get("firms") == "yes",
            actor=actor_of(request),
        )
    except Invalid as error:
        return _failed(request, error, error.field or "quiet_from")
    flash.success(request, _("保存好了。"))
    return HttpResponseRedirect(reverse("notifications:choices"))


@require_POST
@themselves_required
def address(request: HttpRequest, channel: str) -> HttpResponse:
    """Give an address, type the code that went there, or forget it."""
    if channel not in (Channel.EMAIL, Channel.WECHAT):
        raise no_such_message()
    way, actor = Channel(channel), actor_of(request)
    try:
        match request.POST.get("do"):
            case "prove":
                services.prove_address(channel=way, code=request.POST.get("code", ""), actor=actor)
                flash.success(request, _("确认好了，以后会发到这里。"))
            case "forget":
                services.forget_address(channel=way, actor=actor)
                flash.success(request, _("删掉了，以后不会再发到那里。"))
            case _:
                text = request.POST.get("address", "")
                services.give_address(channel=way, address=text, actor=actor)
                flash.info(request, _("验证码发过去了，请填在下面。"))
    except (Invalid, Refused) as error:
        field = "code" if request.POST.get("do") == "prove" else "address"
        return _failed(request, error, f"{field}-{channel}")
    return HttpResponseRedirect(reverse("notifications:choices"))


def _failed(request: HttpRequest, error: DomainError, field: str) -> HttpResponse:
    return _page(request, [(field, text_for(error))], status_in_place(error))


def _page(request: HttpRequest, errors: Errors = (), status: int = 200) -> HttpResponse:
    view = queries.settings_of(actor_of(request))
    ways = [each.channel for each in view.channels]
    context = {
        "view": view,
        "ways": [(each, *CHANNELS[each.channel]) for each in view.channels],
        "topics": [
            (
                topic,
                TOPICS[topic][0],
                TOPIC_HINTS[topic],
                [(way, CHANNELS[way][0], way in view.wishes.chosen[topic]) for way in ways],
            )
            for topic in Topic
        ],
        "languages": [(each, LANGUAGES[each], each is view.wishes.language) for each in Language],
        "errors": errors,
        "trail": [(_("消息"), reverse("notifications:mine")), (_("接收方式"), "")],
    }
    return render(request, "notifications/choices.html", context, status=status)
