"""What the accounts room says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from onevisit.accounts.queries.words import DEEDS, GUARDIAN_PAPERS, MET
from onevisit.accounts.rules import Basis

Text = str | Promise

WORDINGS: dict[str, Text] = {
    "accounts.token_needed": _("这个接口要凭令牌调用：请求头 Authorization: Bearer 后面写令牌。"),
    "accounts.token_invalid": _("令牌无效：可能写错了、已过期、已撤销，或者账号已停用。"),
    "accounts.scope_missing": _("这个令牌没有所需的权限范围，需要其中之一：%(wanted)s。"),
    "accounts.no_such_token": _("没有这个令牌，或者已经撤销。"),
    "accounts.unknown_scope": _("没有“%(scope)s”这个权限范围，至少要写一个。"),
    "accounts.scope_beyond_owner": _("这个账号本身没有“%(scope)s”的权限，不能发这样的令牌。"),
    "accounts.bad_token_life": _("令牌的有效期最短一小时，最长一年。"),
    "accounts.no_citizen_tokens_here": _("这里不给群众账号发令牌，请登录网站办理。"),
    "accounts.key_needed": _(
        "请求头 Idempotency-Key 没有写或写得不对：给每次办理起一个不重复的编号，重试时用同一个。"
    ),
    "accounts.key_reused": _("这个 Idempotency-Key 已经用在另一个不同的请求上，请换一个新的。"),
    "accounts.still_working": _("同一个请求正在办理中，请稍后用同一个编号再问一次。"),
    "accounts.too_many_requests": _("请求太密，请在 %(until)s 之后再试。"),
    "accounts.bad_authority_until": _("委托的最后一天要从今天算起，最晚 %(latest)s。"),
    "accounts.no_such_helper": _("请选一位代办员。"),
    "accounts.no_such_authority": _("没有这份委托，或者已经收回、到期。"),
    "accounts.authority_stands": _(
        "已经委托过这位代办员，委托书号 %(number)s。要改内容，先收回再委托。"
    ),
    "accounts.authority_over": _(
        "委托已经收回或者到期，不能再代办。填好的内容还在，都留给本人。请先结束代办，再办别的。"
    ),
    "accounts.authority_unsigned": _("要本人同意才能委托，请勾选。"),
    "accounts.outside_deeds": _("委托书没有写这一步可以代办。请本人来做，或者请本人重新委托。"),
    "accounts.bad_ward_until": _("监护的最后一天要从今天算起，最晚 %(latest)s。"),
    "accounts.ward_of_age": _("这个人已满 18 周岁，要有判决书等文书，并写明到哪天。"),
    "accounts.own_agent": _("不能委托自己，也不能登记自己监护自己。请填别人的身份证号。"),
    "accounts.mandate_stands": _("一模一样的委托已经给过他，还没有结束。要改内容，先收回再委托。"),
    "accounts.not_legal_representative": _("单位的委托只能由法定代表人给。"),
    "accounts.paper_needed": _("请写文书的编号，没有编号的写出具单位和日期。"),
    "accounts.no_family_register_here": _(
        "这里还不能在网上查户籍和出生登记，请带户口簿或者出生医学证明到窗口登记。"
    ),
    "accounts.family_unreachable": _("户籍和出生登记系统现在没有回应，请过几分钟再试。"),
    "accounts.only_themselves": _("这一步要本人办，不能代办。"),
    "accounts.own_helper": _(
        "代办员不能给自己登记委托。请本人用自己的账号、验证码，或者到别的窗口委托。"
    ),
    "accounts.real_name_first": _("委托要本人签名，请先做实名认证。"),
    "accounts.cannot_send_to_person": _(
        "发不了验证码：姓名和身份证号对不上，或者没有留过手机号。请本人带身份证到窗口办委托。"
    ),
    "accounts.unknown_met": _("请选在哪里办：上门、在代办点，还是本人没有到场。"),
    "accounts.not_permitted": _("您的账号没有办理这一步的权限。"),
    "accounts.no_such_person": _("没有找到这个人。"),
    "accounts.no_such_organisation": _("没有找到这家单位。"),
    "accounts.no_such_user": _("没有这个账号。"),
    "accounts.name_differs": _("这个证件号码登记的是另一个姓名，请核对证件原件。"),
    "accounts.organisation_name_differs": _("这个统一社会信用代码登记的名称是“%(registered)s”。"),
    "accounts.name_missing": _("请填写姓名或名称，不要太长。"),
    "accounts.bad_passport": _("护照号码应为 5 到 20 位字母和数字。"),
    "accounts.uscc_check_failed": _(
        "统一社会信用代码的校验位不对。请核对营业执照，确实如此的，勾选“已核对原件”再登记。"
    ),
    "accounts.username_taken": _("账号“%(username)s”已经有人用了。"),
    "accounts.bad_username": _("账号应为 2 到 64 位字母、数字或 . _ - @。"),
    "accounts.weak_password": _(
        "密码至少 12 个字符，不能全是数字，不能太常见，也不能和账号、姓名相近。请换一个。"
    ),
    "accounts.unknown_role": _("没有“%(role)s”这个角色。"),
    "accounts.role_needs_department": _("这个角色只能在某个部门内授予。"),
    "accounts.unknown_region": _("区域 %(region)s 没有登记，请填登记过的 12 位代码。"),
    "accounts.not_staff": _("角色只能授予工作人员账号。"),
    "accounts.not_citizen": _("这个页面给群众和企业使用，您现在登录的是工作人员账号。"),
    "accounts.not_representing": _("您现在不能代表这家单位办事。"),
    "accounts.login_failed": _("账号或密码不对。"),
    "accounts.must_wait": _("连续试了太多次，请在 %(until)s 以后再试。"),
    "accounts.wrong_code": _(
        "验证码不对，或者已经用过。等手机上出现新的 6 位数字再输；总是不对的，看看手机时间准不准。"
    ),
    "accounts.already_enrolled": _("这个账号已经绑定验证器。换手机的，请找系统管理员重置。"),
    "accounts.not_enrolled": _("这个账号还没有绑定验证器。"),
    "accounts.sign_in_expired": _("离输密码的时间太久了，请重新登录。"),
    "accounts.no_messages_here": _("这里还没有开通手机登录。请带身份证到任何一个窗口办理。"),
    "accounts.message_not_sent": _("短信没有发出去，请过几分钟再试，或者打 12345。"),
    "accounts.message_must_wait": _(
        "短信刚发过，请在 %(until)s 以后再要。没收到的，看看是不是被手机拦截了。"
    ),
    "accounts.wrong_phone_code": _("验证码不对，还可以试 %(left)s 次。"),
    "accounts.code_expired": _("这个验证码已经不能用了，请重新发一条。"),
    "accounts.phone_not_proved": _("时间太久了，请重新输入手机号。"),
    "accounts.consent_missing": _("同意保存这些信息，才能开通账号。不同意的，可以到窗口办。"),
    "accounts.no_identity_check_here": _("这里还不能在网上核对身份，请带身份证到任何一个窗口。"),
    "accounts.identity_differs": _(
        "姓名和身份证号对不上。请照着身份证看一遍，注意同音字和生僻字；改过名的，填身份证上现在的名字。"
    ),
    "accounts.identity_unknown": _(
        "没有查到这个身份证号。刚办的身份证要过几天才查得到，着急的带身份证到窗口。"
    ),
    "accounts.identity_unreachable": _(
        "核对身份的系统现在没有回应，不是您填错了。请过几分钟再试，草稿一直留着。"
    ),
    "accounts.already_proved": _("您已经实名认证，不用再做。"),
    "accounts.somebody_else": _(
        "这个账号登记的是另一个身份证号。请核对号码；替别人办的，请他用自己的手机号登录。"
    ),
    "accounts.link_at_window": _("登记时没有留手机号。请带身份证到窗口登记手机号，再来认证。"),
    "accounts.nothing_to_link": _("时间太久了，请重新填姓名和身份证号。"),
    "accounts.no_password": _("这个账号不用密码登录，没有密码可改。"),
    "accounts.wrong_password": _("原密码不对。"),
    "accounts.passwords_differ": _("两次输入的新密码不一样。"),
    "accounts.password_unchanged": _("新密码和原密码一样，请换一个。"),
    "accounts.page_not_for_you": _("没有找到这个页面。"),
}

ACTIONS: dict[str, Text] = {
    "accounts.register_person": _("登记人员"),
    "accounts.issue_token": _("发放接口令牌"),
    "accounts.revoke_token": _("撤销接口令牌"),
    "accounts.change_phone": _("修改手机号"),
    "accounts.register_organisation": _("登记单位"),
    "accounts.appoint": _("登记代表或经办人"),
    "accounts.end_representation": _("终止代表资格"),
    "accounts.create_login": _("开通账号"),
    "accounts.close_login": _("关闭账号"),
    "accounts.seat": _("安排窗口"),
    "accounts.grant_role": _("授予角色"),
    "accounts.revoke_role": _("收回角色"),
    "accounts.act_for": _("切换办事身份"),
    "accounts.send_code": _("发短信验证码"),
    "accounts.check_identity": _("核对姓名和身份证号"),
    "accounts.raise_assurance": _("完成实名认证"),
    "accounts.link_person": _("账号关联已登记的人"),
    "accounts.change_password": _("修改密码"),
    "accounts.enrol_second_factor": _("绑定验证器"),
    "accounts.reset_second_factor": _("重置验证器"),
    "accounts.use_recovery_code": _("使用备用码登录"),
    "accounts.give_authority": _("委托代办员"),
    "accounts.withdraw_authority": _("收回委托"),
    "accounts.begin_helping": _("开始代办"),
    "accounts.begin_acting": _("开始代办"),
    "accounts.give_mandate": _("委托代理人"),
    "accounts.accept_mandate": _("接受委托"),
    "accounts.decline_mandate": _("不接受委托"),
    "accounts.renounce_mandate": _("辞去委托"),
    "accounts.record_guardian": _("登记监护关系"),
    "accounts.end_guardian": _("终止监护关系"),
    "accounts.ask_family": _("查户籍和出生登记"),
    "accounts.end_helping": pgettext_lazy("代办员", "结束代办"),
}

FACTS: dict[str, Text] = {
    "prefix": _("令牌前缀"),
    "scopes": _("权限范围"),
    "user": _("账号"),
    "until": _("有效期至"),
    "use": _("用途"),
    "issuer": _("核对的系统"),
    "verdict": _("核对结果"),
    "login": _("账号"),
    "left": _("剩余"),
    "authority": _("委托书"),
    "helper": _("代办员"),
    "way": _("怎么给的"),
    "offers": _("事项范围"),
    "met": _("在哪里办"),
    "deeds": _("能做什么"),
    "paper": _("依据的文书"),
    "found": _("查到"),
}

BASES: dict[Basis, Text] = {
    Basis.HELPER: _("代办员，委托书编号 %(number)s"),
    Basis.AGENT: _("代理人，委托书编号 %(number)s"),
    Basis.GUARDIAN: _("监护人，登记编号 %(number)s"),
}

ROLE_NAMES: dict[str, Text] = {
    "clerk": _("综合窗口"),
    "greeter": _("导办员"),
    "helper": _("代办员"),
    "station": _("网点代收代发"),
    "approver": _("审批人"),
    "head": _("审批负责人"),
    "government_head": _("政府负责人"),
    "catalogue_officer": _("标准化专员"),
    "data_steward": _("数据管理"),
    "cashier": _("财务"),
    "archivist": _("档案员"),
    "archive_head": _("档案负责人"),
    "supervisor": _("督办"),
    "admin": _("系统管理"),
}

SCOPE_NAMES: dict[str, Text] = {
    "own.read": _("看自己的办件"),
    "own.write": _("填写自己的申请"),
    "own.sign": _("签名提交、补正和撤回自己的申请"),
    "cases.intake": _("窗口收件"),
    "cases.accept": _("受理或不予受理"),
    "cases.review": _("看本部门办件、审查"),
    "cases.decide": _("作出决定"),
    "cases.cosign": _("复核签批"),
    "cases.extend": _("批准延长期限"),
    "cases.extend_joint": _("批准延长联合办理的期限"),
    "cases.hand_out": _("出件"),
    "cases.look_up": _("查询办件"),
    "people.register": _("按证件号查人"),
    "archive.read": _("查档案"),
    "archive.keep": _("保管和移交档案"),
    "archive.destroy": _("批准销毁档案"),
}

TARGETS: dict[str, Text] = {
    "accounts.api_token": _("接口令牌"),
    "accounts.person": _("人员"),
    "accounts.organisation": _("单位"),
    "accounts.user": _("账号"),
    "accounts.phone_code": _("短信验证码"),
    "accounts.authority": _("委托"),
}

VALUES: dict[str, Text] = {
    **ROLE_NAMES,
    **{met.value: text for met, text in MET.items()},
    "account": _("本人的账号"),
    "code": _("验证码"),
    "entrust": _("委托代办"),
    "person.helped": _("开始代办"),
    "person.acted_for": _("开始代办"),
    "register": _("户籍和出生登记"),
    **{deed.value: text for deed, text in DEEDS.items()},
    **{paper.value: text for paper, text in GUARDIAN_PAPERS.items()},
    "citizen": _("群众"),
    "staff": _("工作人员"),
    "machine": _("部门系统"),
    "legal_representative": _("法定代表人"),
    "agent": _("经办人"),
    "password": _("用密码"),
    "demo": _("演示账号"),
    "phone": _("用手机号"),
    "sign_in": _("登录"),
    "link": _("关联已登记的人"),
    "expired": _("验证码已失效"),
    "matches": _("一致"),
    "differs": _("姓名不符"),
    "unknown": _("查无此号"),
    "unreachable": _("没有回应"),
    "sandbox": _("演示环境"),
    "joined": _("并入原有账号"),
    "kept": _("沿用现在的账号"),
    "totp": _("用验证器"),
    "recovery_code": _("用备用码"),
    "wrong_code": _("验证码不对"),
    "wrong": _("账号或密码不对"),
    "waiting": _("还在等待时间内"),
    "person.look_up": _("按证件号查人"),
    "person.id_number": _("证件号"),
    "person.phone": _("手机号"),
    "verify_identity": _("核对身份"),
    "contact": _("联系当事人"),
    "compare_document": _("核对材料"),
    "own_data": _("看自己的信息"),
}
