"""What each publish rule found, and what to do about it, in words.

`catalogue.rule_<id>` is what is wrong, `catalogue.fix_<id>` the remedy; both without facts: what
stands at the place is told beside them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULE_WORDINGS: dict[str, str | Promise] = {
    "catalogue.rule_immediate_with_days": _("即办件写了多于当场的承诺时限"),
    "catalogue.fix_immediate_with_days": _("即办件的承诺时限写 0；要几天才办得好的，改成承诺件。"),
    "catalogue.rule_promised_on_spot": _("承诺当场办结，却写成承诺件"),
    "catalogue.fix_promised_on_spot": _(
        "承诺时限为 0 的改成即办件；不是当场办结的，写上承诺的天数。"
    ),
    "catalogue.rule_review_contradicts": _("审批方式与办件类型不一致"),
    "catalogue.fix_review_contradicts": _("即办件写即审即办，承诺件写前审后批。"),
    "catalogue.rule_review_missing": _("没有写审批方式"),
    "catalogue.fix_review_missing": _("写明是即审即办还是前审后批。"),
    "catalogue.rule_promise_missing": _("没有写承诺时限"),
    "catalogue.fix_promise_missing": _("写上承诺的天数；当场办结的写 0。"),
    "catalogue.rule_legal_missing": _("没有写法定时限"),
    "catalogue.fix_legal_missing": _("写上法定时限；法律没有规定的，在依据里写明。"),
    "catalogue.rule_promise_over_legal": _("承诺时限长于法定时限"),
    "catalogue.fix_promise_over_legal": _("把承诺时限改到法定时限以内。"),
    "catalogue.rule_steps_over_promise": _("环节加起来的天数长于承诺时限"),
    "catalogue.fix_steps_over_promise": _("缩短最长的一串环节，或者把承诺时限改成做得到的天数。"),
    "catalogue.rule_result_missing": _("没有写办理结果"),
    "catalogue.fix_result_missing": _("写上办好以后拿到什么。"),
    "catalogue.rule_result_type_missing": _("结果没有写类型"),
    "catalogue.fix_result_type_missing": _("写明结果是证、批复还是文。"),
    "catalogue.rule_result_sample_missing": _("结果没有样本"),
    "catalogue.fix_result_sample_missing": _("放上一份结果样本。"),
    "catalogue.rule_processing_missing": _("没有写办结方式"),
    "catalogue.fix_processing_missing": _(
        "按结果的名称写：批复、批文是审批办结，证书是出证办结，其他文书是出文办结。"
    ),
    "catalogue.rule_processing_contradicts": _("办结方式与结果的名称不一致"),
    "catalogue.fix_processing_contradicts": _("按结果的名称改办结方式，或者改正结果的名称。"),
    "catalogue.rule_visits_missing": _("没有写到现场次数"),
    "catalogue.fix_visits_missing": _("写上申请人从申请到拿到结果要跑几次。"),
    "catalogue.rule_presence_reason_missing": _("要到现场，却没有写原因"),
    "catalogue.fix_presence_reason_missing": _(
        "写明为什么必须到现场，以及依据；没有理由的改成 0 次。"
    ),
    "catalogue.rule_presence_reason_without_visit": _("不用到现场，却写着到现场的原因"),
    "catalogue.fix_presence_reason_without_visit": _("删去原因，或者改正到现场次数。"),
    "catalogue.rule_full_online_with_visits": _("写着全程网办，却要到现场"),
    "catalogue.fix_full_online_with_visits": _(
        "全程网办（四级）要写 0 次；做不到的，把网办深度改低。"
    ),
    "catalogue.rule_full_online_step_on_site": _("写着全程网办，有一步只能到现场办"),
    "catalogue.fix_full_online_step_on_site": _("给这一步加上网上办的方式，或者把网办深度改低。"),
    "catalogue.rule_offline_without_way": _("不用到现场，却既不能网办也不能邮寄"),
    "catalogue.fix_offline_without_way": _("开通网上或者邮寄申请，或者如实写要跑几次。"),
    "catalogue.rule_postal_unknown": _("不用到现场又不能网办，没有写能不能邮寄申请"),
    "catalogue.fix_postal_unknown": _("写明能不能邮寄申请。"),
    "catalogue.rule_visits_claim_contradicts": _("简介里说的跑几次与到现场次数不一致"),
    "catalogue.fix_visits_claim_contradicts": _("以到现场次数为准，改正简介。"),
    "catalogue.rule_consult_phone_missing": _("没有咨询电话"),
    "catalogue.fix_consult_phone_missing": _("写上带区号的咨询电话。"),
    "catalogue.rule_complaint_phone_missing": _("没有投诉电话"),
    "catalogue.fix_complaint_phone_missing": _("写上带区号的投诉电话，可以写 12345。"),
    "catalogue.rule_phone_unreadable": _("电话里没有可以拨打的号码"),
    "catalogue.fix_phone_unreadable": _("写上可以直接拨打的号码。"),
    "catalogue.rule_area_code_missing": _("电话没有区号"),
    "catalogue.fix_area_code_missing": _("在号码前加上区号。"),
    "catalogue.rule_phones_same": _("咨询电话与投诉电话相同"),
    "catalogue.fix_phones_same": _("投诉电话换成另一个号码；只有 12345 可以两用。"),
    "catalogue.rule_hours_missing": _("没有写办公时间"),
    "catalogue.fix_hours_missing": _("写上哪几天、几点到几点。"),
    "catalogue.rule_hours_without_days": _("办公时间没有写哪几天"),
    "catalogue.fix_hours_without_days": _("写明工作日、周几，或者 24 小时。"),
    "catalogue.rule_location_missing": _("没有写办理地点"),
    "catalogue.fix_location_missing": _("写上办理地点；不设窗口的也要写明。"),
    "catalogue.rule_location_imprecise": _("办理地点没有写到窗口"),
    "catalogue.fix_location_imprecise": _("写到几楼、几号窗口或者房间。"),
    "catalogue.rule_enabler_unregistered": _("写到的支撑能力没有登记"),
    "catalogue.fix_enabler_unregistered": _(
        "请数据管理登记它、写明开没开通；写错了代码的，改正代码。没有登记的不算开通。"
    ),
    "catalogue.rule_visits_understated": _("声明的次数比算出来的少"),
    "catalogue.fix_visits_understated": _(
        "按列出的一趟一趟看：能网上办的补上网上办的方式，能开通的请部门开通；省不掉的，如实写次数。"
    ),
    "catalogue.rule_visits_overstated": _("声明的次数比算出来的多"),
    "catalogue.fix_visits_overstated": _(
        "真的不用跑那么多，把次数改少；真的要跑，说明办理环节里漏写了到场的一步。"
    ),
    "catalogue.rule_visits_exceeded": _("实际跑的比声明的多"),
    "catalogue.fix_visits_exceeded": _(
        "看跑动对照里写的原因：指南没说清的补上，能寄能网办的告诉大家；确实要多跑的，如实写次数。"
    ),
    "catalogue.rule_visits_unknown": _("写得不全，算不出要跑几次"),
    "catalogue.fix_visits_unknown": _("把这一处补上；都补齐了，就算得出要跑几次。"),
    "catalogue.rule_visits_impossible": _("有一种情形谁也办不成"),
    "catalogue.fix_visits_impossible": _(
        "这种情形下有一步没有任何办法办：给它加一种方式，或者写明这种情形不受理。"
    ),
    "catalogue.rule_no_window_with_visits": _("要到现场，却写着没有线下窗口"),
    "catalogue.fix_no_window_with_visits": _("写上要到哪里去，或者把到现场次数改成 0。"),
    "catalogue.rule_themes_missing": _("没有写主题分类"),
    "catalogue.fix_themes_missing": _("按国家的主题分类选一个或者几个。"),
    "catalogue.rule_theme_unknown": _("不是国家主题分类里的名称"),
    "catalogue.fix_theme_unknown": _("换成国家主题分类里的名称。"),
    "catalogue.rule_theme_only_other": _("主题分类只有其他"),
    "catalogue.fix_theme_only_other": _("换成人们会去找的主题。"),
    "catalogue.rule_themes_disagree": _("主题分类与服务对象不一致"),
    "catalogue.fix_themes_disagree": _("改正主题，或者补上服务对象。"),
    "catalogue.rule_everyday_missing": _("没有日常用语"),
    "catalogue.fix_everyday_missing": _("写上群众平时怎么叫这件事。"),
    "catalogue.rule_legal_basis_missing": _("没有写设定依据"),
    "catalogue.fix_legal_basis_missing": _("写上依据的法律和条款。"),
    "catalogue.rule_conditions_missing": _("没有写受理条件"),
    "catalogue.fix_conditions_missing": _("写上谁在什么条件下可以申请。"),
    "catalogue.rule_power_missing": _("权力清单里没有它依据的权力"),
    "catalogue.fix_power_missing": _("在权力清单里补上这项权力，或者改正事项的类型、编码。"),
    "catalogue.rule_permit_without_faq": _("行政许可没有常见问题"),
    "catalogue.fix_permit_without_faq": _("至少写一个常问的问题和回答。"),
    "catalogue.rule_permit_without_steps": _("行政许可没有办理环节"),
    "catalogue.fix_permit_without_steps": _("写上每个环节、谁来办、几天。"),
    "catalogue.rule_deferral_scope_missing": _("没有写哪些材料可以容缺"),
    "catalogue.fix_deferral_scope_missing": _("写明哪些材料可以后补；都不能后补的也写明。"),
    "catalogue.rule_delegation_without_document": _("委托窗口办理没有写文件"),
    "catalogue.fix_delegation_without_document": _("写上委托的文件和文号。"),
    "catalogue.rule_steps_without_decision": _("有环节，却没有决定"),
    "catalogue.fix_steps_without_decision": _("加上决定环节。"),
    "catalogue.rule_own_without_basis": _("写着要本人亲自办，没有写依据"),
    "catalogue.fix_own_without_basis": _("写上依据的法律和条款；没有依据的，不能要求本人亲自办。"),
    "catalogue.rule_own_but_mandate": _("只有本人能签名提交，却要代理人的材料"),
    "catalogue.fix_own_but_mandate": _("删去委托书这份材料，或者允许代理人办。"),
    "catalogue.rule_own_only_said": _("文字里说要本人亲自办，没有勾上"),
    "catalogue.fix_own_only_said": _(
        "在“能不能请人代办”里勾上要本人亲自做的，写明依据；可以代办的，改正文字。"
    ),
    "catalogue.rule_fee_unknown": _("没有写收不收费"),
    "catalogue.fix_fee_unknown": _("写明不收费，或者列出收费项目。"),
    "catalogue.rule_fee_only_words": _("收费只有一句话，没有收费项目"),
    "catalogue.fix_fee_only_words": _("列出收费项目的名称、标准、依据和缴费方式。"),
    "catalogue.rule_fee_incomplete": _("收费项目没有写全"),
    "catalogue.fix_fee_incomplete": _("补上名称、标准、依据和缴费方式。"),
    "catalogue.rule_free_but_charged": _("写着不收费，却列了收费项目"),
    "catalogue.fix_free_but_charged": _("二者取一。"),
    "catalogue.rule_free_but_pays": _("没有收费，却有缴费环节"),
    "catalogue.fix_free_but_pays": _("删去缴费环节，或者列出收费项目。"),
    "catalogue.rule_pay_step_missing": _("有收费项目，却没有缴费环节"),
    "catalogue.fix_pay_step_missing": _("加上缴费环节。"),
    "catalogue.rule_materials_missing": _("没有写申请材料"),
    "catalogue.fix_materials_missing": _("列出申请材料；不用材料的，在简介里写明。"),
    "catalogue.rule_material_catch_all": _("兜底材料：没有说清楚要交什么"),
    "catalogue.fix_material_catch_all": _("写出具体是什么材料，或者删去。"),
    "catalogue.rule_material_source_unknown": _("没有写材料从哪里来"),
    "catalogue.fix_material_source_unknown": _("逐份写明是自备、核验、调取还是别的事项的结果。"),
    "catalogue.rule_material_public_paper": _("向群众要政府自己发的证"),
    "catalogue.fix_material_public_paper": _("改成由系统核验或者调取，不再要群众交。"),
    "catalogue.rule_material_named_twice": _("同一份材料写了两次"),
    "catalogue.fix_material_named_twice": _("只留一份。"),
    "catalogue.rule_material_deferred_too_long": _("容缺的期限不短于承诺时限"),
    "catalogue.fix_material_deferred_too_long": _("把后补的期限改到承诺时限以内。"),
    "catalogue.rule_materials_claim_contradicts": _("简介里说的材料份数不对"),
    "catalogue.fix_materials_claim_contradicts": _("以材料清单为准，改正简介。"),
    "catalogue.rule_question_unread": _("问了一个什么也不决定的问题"),
    "catalogue.fix_question_unread": _(
        "删去它，或者写明它决定哪份材料、哪个环节；只要填写的放进表单。"
    ),
    "catalogue.rule_bundle_promise_missing": _("一件事没有写承诺时限"),
    "catalogue.fix_bundle_promise_missing": _("写上整件事承诺几天办好。"),
    "catalogue.rule_bundle_promise_under_chain": _("一件事的承诺短于最长的一串事项"),
    "catalogue.fix_bundle_promise_under_chain": _(
        "把承诺时限改到做得到的天数，或者缩短事项的承诺。"
    ),
    "catalogue.rule_bundle_materials_claim": _("简介里说的材料份数与合并以后不一致"),
    "catalogue.fix_bundle_materials_claim": _("以合并以后的清单为准，改正简介。"),
    "catalogue.rule_bundle_asks_own_result": _("一个事项要交的材料，是同一件事里另一个事项的结果"),
    "catalogue.fix_bundle_asks_own_result": _("用另一个事项结果的材料编号，系统就不再向申请人要。"),
    "catalogue.rule_bundle_part_not_online": _("一件事写着全程网办，有一个事项不能网办"),
    "catalogue.fix_bundle_part_not_online": _("让这个事项可以网上申请，或者把网办深度改低。"),
}

SEVERITIES: dict[str, str | Promise] = {"block": _("必须改"), "warn": _("建议改")}
KINDS: dict[str, str | Promise] = {"wrong": _("写得不对"), "missing": _("没有写")}
PLACES: dict[str, str | Promise] = {
    "catalogue_code": _("基本编码"),
    "kind": _("办件类型"),
    "review": _("审批方式"),
    "processing": _("办结方式"),
    "regime": _("时限"),
    "results": _("结果"),
    "declared_visits": _("到现场次数"),
    "presence_reason": _("到现场的原因"),
    "postal_application": _("邮寄申请"),
    "consult_phone": _("咨询电话"),
    "complaint_phone": _("投诉电话"),
    "hours": _("办公时间"),
    "location": _("办理地点"),
    "themes": _("主题分类"),
    "everyday": _("日常用语"),
    "legal_basis": _("设定依据"),
    "conditions": _("受理条件"),
    "faq": _("常见问题"),
    "deferral": _("容缺范围"),
    "summary": _("简介"),
    "delegation": _("委托"),
    "in_person": _("本人亲自办"),
    "fee": _("收费"),
    "fees": _("收费项目"),
    "steps": _("环节"),
    "materials": _("材料"),
    "promise": _("承诺时限"),
    "parts": _("事项"),
}
"""The parts of a definition that a finding may point into."""


def place_text(pointer: str) -> str:
    """A JSON pointer in words: /materials/3/name is 材料 4."""
    parts = pointer.strip("/").split("/")
    named = next((part for part in parts if part in PLACES), "")
    if not named:
        return pointer
    after = parts[parts.index(named) + 1 :]
    number = f" {int(after[0]) + 1}" if after and after[0].isdigit() else ""
    return f"{PLACES[named]}{number}"
