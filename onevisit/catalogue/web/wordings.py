"""What the refusals of the catalogue are called to people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.web.rule_wordings import (
    KINDS,
    RULE_WORDINGS,
    SEVERITIES,
    place_text,
)

__all__ = [
    "ACTIONS",
    "FACTS",
    "KINDS",
    "SEVERITIES",
    "TARGETS",
    "WORDINGS",
    "Text",
    "place_text",
]
Text = str | Promise

WORDINGS: dict[str, Text] = {
    # what is asked for is not there
    "catalogue.no_such_offer": _("没有找到编码为「%(ref)s」的事项，可能已经停办。"),
    "catalogue.no_such_version": _("没有这个版本。"),
    "catalogue.belongs_elsewhere": _("编码「%(ref)s」已经属于其他部门或地区的事项。"),
    "catalogue.version_not_draft": _("只有草稿可以发布，这个版本的状态是「%(state)s」。"),
    "catalogue.version_elsewhere": _("这个版本刚刚有人处理过，状态已经变了，请刷新后再看。"),
    "catalogue.not_as_seen": _("这个版本在您看过以后又改过，请打开再看。"),
    "catalogue.version_in_review": _(
        "「%(ref)s」正在审核或者已批准待生效，内容不能改；要改请先撤回。"
    ),
    "catalogue.review_needed": _("「%(ref)s」是人写的草稿，要由另一个人审核后才能发布。"),
    "catalogue.own_draft": _("您参与写了这个版本，要由另一个人来审核。"),
    "catalogue.approval_needs_name": _("审核要由一个人署名，系统不能代替。"),
    "catalogue.review_reason": _("退回和撤回都要写理由，最多 %(most)s 个字。"),
    "catalogue.flags_unanswered": _("有 %(count)s 处对群众不利的改动还没有逐条写明理由。"),
    "catalogue.effective_past": _("生效日期应在今天到一年之内。"),
    "catalogue.base_moved": _("「%(ref)s」在起草以后有人发布了新的版本，请先把那些改动并进草稿。"),
    "catalogue.already_retiring": _("「%(ref)s」已经有取消的计划了。"),
    "catalogue.no_such_retirement": _("没有这个取消的计划，或者已经办完、撤销了。"),
    "catalogue.own_retirement": _("取消是您提议的，要由另一个人同意。"),
    "catalogue.bundle_needs_item": _("还有一件事要用这个事项，不能取消：%(bundles)s"),
    "catalogue.not_retired": _("「%(ref)s」没有取消，不用恢复。"),
    "catalogue.bad_alias": _("日常用语「%(phrase)s」应为 1 至 100 个字，并且含有文字。"),
    "catalogue.publish_refused": _("「%(ref)s」有 %(count)s 处不合发布规则，没有发布：%(rules)s"),
    "catalogue.no_such_rule": _("没有叫「%(rule)s」的发布规则。"),
    "catalogue.no_such_waiver": _("没有这条豁免。"),
    "catalogue.waiver_reason": _("豁免要写理由，最多 %(most)s 个字。"),
    "catalogue.waiver_needs_name": _("豁免要由一个人署名，系统不能代替。"),
    "catalogue.already_waived": _("这条规则已经有人豁免了。"),
    "catalogue.nothing_to_waive": _("这里没有违反这条规则，不用豁免。"),
    "catalogue.no_such_row": _("没有这张清单，或者清单里没有这一项。"),
    "catalogue.no_such_enabler": _("没有登记这项支撑能力。"),
    "catalogue.enabler_twice": _("代码「%(ref)s」已经登记过。"),
    "catalogue.cell_not_money": _("「%(found)s」不是金额"),
    "catalogue.cell_not_a_day": _("「%(found)s」不是日期"),
    "catalogue.row_moved_on": _("%(by)s刚改过这一项，请重新打开再改。"),
    "catalogue.row_twice": _("这个部门已有编码为「%(ref)s」的一项。"),
    "catalogue.register_refused": _("有 %(count)s 处不对，没有保存。"),
    "catalogue.cell_missing": _("没有填"),
    "catalogue.cell_too_long": _("太长，最多 %(most)s 个字"),
    "catalogue.cell_too_many": _("太多，最多 %(most)s 个"),
    "catalogue.cell_not_a_code": _("「%(found)s」不是编码，编码由数字、字母和短横组成"),
    "catalogue.cell_not_a_number": _("「%(found)s」不是整数"),
    "catalogue.cell_unknown": _("不认识「%(found)s」"),
    "catalogue.cell_twice": _("与第 %(first)s 行重复"),
    "catalogue.cell_differs": _("同一项权力，与第 %(first)s 行写的不一样"),
    "catalogue.column_missing": _("缺少这一列"),
    "catalogue.sheet_empty": _("表是空的"),
    "catalogue.no_such_entry": _("基本目录里没有「%(entry)s」，或者没有事项用它。"),
    "catalogue.no_such_standard": _("没有这个标准，或者它已经不用了。"),
    "catalogue.no_such_adoption": _("没有这次采用标准的记录。"),
    "catalogue.standard_reason": _("要写明为什么，最多 %(most)s 个字。"),
    "catalogue.standard_source": _("请选以什么为准。"),
    "catalogue.standard_needs_name": _("标准要由一个人署名发布，系统不能代替。"),
    "catalogue.standard_without_region": _("没有代码为「%(region)s」的地区。"),
    "catalogue.unknown_latitude": _("没有「%(latitude)s」这种可以不同的地方。"),
    "catalogue.standard_draft_exists": _("已经有人在写这个标准的新一版，接着那一份写就行。"),
    "catalogue.standard_in_review": _("这份草稿已经提交审核，先撤回再改。"),
    "catalogue.standard_not_submitted": _("这份草稿还没有提交审核。"),
    "catalogue.standard_moved": _("起草以后标准又变了，请放弃这份草稿，从新的标准重新写。"),
    "catalogue.standard_unchanged": _("现在的标准已经是这样，或者已经不用了。"),
    "catalogue.nothing_to_adopt": _("选中的事项没有要按标准改的地方。"),
    "catalogue.item_moved_on": _("「%(ref)s」刚有人改过，或者已有草稿，请重新看一遍再采用。"),
    "catalogue.adoption_undone": _("这次采用已经由%(by)s收回了。"),
    "catalogue.unreadable_file": _("文件无法读取：%(reason)s"),
    # an officer's draft
    "catalogue.no_such_draft": _("「%(ref)s」没有可以改的草稿。"),
    "catalogue.draft_contradicts": _(
        "「%(ref)s」的草稿有 %(count)s 处自相矛盾，改好以后才能预览。"
    ),
    "catalogue.item_exists": _("编码「%(ref)s」已经有事项了。"),
    "catalogue.bundle_exists": _("编码「%(ref)s」已经有一件事了。"),
    "catalogue.bundle_code": _("新的一件事不能用编码「%(ref)s」，下一个可以用的是 %(free)s。"),
    "catalogue.draft_exists": _("「%(ref)s」已经有人在改，接着那一份草稿改就行。"),
    "catalogue.section_changed": _("%(by)s 在 %(at)s 改过这一节，没有保存您的修改。"),
    "catalogue.nothing_to_undo": _("没有可以撤销的修改。"),
    "catalogue.undo_overtaken": _("这一节后来又改过了，不能再撤销 %(by)s 在 %(at)s 的修改。"),
    "catalogue.needs_department_code": _(
        "「%(department)s」没有统一社会信用代码，请写完整的 31 位编码。"
    ),
    # a definition as a whole
    "catalogue.definition_refused": _(
        "「%(ref)s」有 %(count)s 处错误，没有保存。第一处：%(place)s"
    ),
    "catalogue.document_malformed": _("定义的格式不对（%(place)s）：%(reason)s"),
    "catalogue.schema_unknown": _("不认识这个格式版本：%(found)s"),
    "catalogue.unknown_department": _("没有代码为「%(department)s」的部门。"),
    "catalogue.unknown_entry": _("基本目录里没有编码「%(entry)s」。"),
    # shape
    "catalogue.bad_key": _("键「%(key)s」为空或者太长。"),
    "catalogue.duplicate_key": _("键「%(key)s」重复，与第 %(first)s 个相同。"),
    "catalogue.duplicate_option": _("选项值「%(option)s」为空或者重复。"),
    "catalogue.name_missing": _("这里要写名称。"),
    "catalogue.too_long": _("太长，最多 %(most)s 个字。"),
    "catalogue.options_missing": _("选择题没有选项。"),
    "catalogue.range_empty": _("最小值 %(minimum)s 大于最大值 %(maximum)s。"),
    "catalogue.number_out_of_range": _("%(value)s 不在 %(least)s 到 %(most)s 之间。"),
    "catalogue.bad_rate_day": _("收费项目「%(fee)s」的一个标准没有写从哪一天起，或者年份不对。"),
    "catalogue.rate_untold": _("收费项目「%(fee)s」的一个日期后面没有写标准是多少。"),
    "catalogue.rate_day_twice": _("收费项目「%(fee)s」从 %(day)s 起有两个标准。"),
    "catalogue.fee_quantity": _(
        "收费项目「%(fee)s」按「%(key)s」的数量收，但没有这样一个填数的问题或者表单项。"
    ),
    "catalogue.cosign_on_the_spot": _("即办件由一个人当场办结，不能要求双人签批。"),
    "catalogue.promise_over_legal": _(
        "承诺时限 %(promise)s 天长于法定时限 %(legal)s 天，承诺不能长于法定。"
    ),
    "catalogue.served_missing": _("没有写服务对象。"),
    "catalogue.code_not_plain": _("编码应写成规范形式：%(plain)s"),
    "catalogue.code_contradicts": _("基本编码与实施编码中的 %(within)s 不一致。"),
    # conditions and questions
    "catalogue.question_depends_on_later": _(
        "问题「%(key)s」的出现条件用到了它自己或者排在后面的「%(later)s」。"
    ),
    "catalogue.question_contradicts": _(
        "环节「%(part)s」里的问题「%(key)s」与别处的类型或选项不同。"
    ),
    "catalogue.field_contradicts": _(
        "环节「%(part)s」里的表单项「%(key)s」与别处的类型、选项或保密级别不同。"
    ),
    "catalogue.consistent_impossible": _("一致性条件自相矛盾，没有一种回答能满足。"),
    "catalogue.when_never": _("这个条件在任何情形下都不成立。"),
    # steps
    "catalogue.unknown_predecessor": _("「%(key)s」要排在「%(name)s」之后，但没有「%(name)s」。"),
    "catalogue.question_in_use": _(
        "“%(question)s”还有地方要看它的回答：%(where)s。先改那里，再删。"
    ),
    "catalogue.option_in_use": _("选项“%(option)s”还有地方要用：%(where)s。先改那里，再删。"),
    "catalogue.when_unreadable": _(
        "条件从“%(rest)s”这里读不下去。写成：【问题】 是 “选项”，【问题】 大于 300；"
        "几条用“并且”或者“或者”连起来。"
    ),
    "catalogue.when_mixed": _("“%(rest)s”前后又有“并且”又有“或者”，用括号分清先后。"),
    "catalogue.when_without_question": _(
        "没有叫“%(name)s”的问题，或者不止一个，可以写：%(known)s。"
    ),
    "catalogue.when_without_option": _(
        "“%(question)s”没有“%(option)s”这个选项，可以写：%(known)s。"
    ),
    "catalogue.steps_go_round": _("这样几个环节会互相等：%(cycle)s。没有保存。"),
    "catalogue.steps_cycle": _("环节的先后绕成了圈：%(cycle)s"),
    "catalogue.wrong_party": _("「%(kind)s」这种环节不能由这一方来做。"),
    "catalogue.mode_unclear": _("办理方式要么是网上办，要么写明地点，二者取一。"),
    "catalogue.courier_without_mode": _(
        "结果「%(key)s」可以邮寄，但领取环节没有写邮寄这种办理方式。"
    ),
    "catalogue.locker_though_identified": _("结果「%(key)s」领取时要当面核验本人，不能放智能柜。"),
    "catalogue.locker_without_window": _(
        "结果「%(key)s」可以放智能柜，过期没取的要退回窗口，所以也要能窗口领。"
    ),
    "catalogue.locker_without_mode": _(
        "结果「%(key)s」可以放智能柜，去取也是跑一次，领取环节要写到场办理的地点。"
    ),
    "catalogue.delegation_without_step": _("委托了窗口，但流程里没有「%(step)s」环节。"),
    "catalogue.delegation_without_document": _("委托窗口办理要写明委托文件。"),
    "catalogue.steps_without_decide": _("流程里没有决定环节，这个事项不能申请。"),
    # materials and fields
    "catalogue.why_not_missing": _("「%(key)s」有条件，要写明不满足时为什么不用交。"),
    "catalogue.commitment_untold": _("材料「%(key)s」可以承诺代替，就要写明条件、后果和核查期限。"),
    "catalogue.asks_own_result": _("材料「%(key)s」正是这个事项自己的结果。"),
    "catalogue.defer_days_missing": _("材料「%(key)s」可以后补，要写明几天内补。"),
    "catalogue.deferred_past_promise": _("材料「%(key)s」的后补期限不早于承诺时限。"),
    "catalogue.source_incomplete": _("材料「%(key)s」的来源没有写全。"),
    "catalogue.prefill_without_question": _("表单项「%(key)s」要用回答填写，但没有这个问题。"),
    "catalogue.prefill_other_kind": _("表单项「%(key)s」与同名问题的类型不同。"),
    "catalogue.sensitivity_too_low": _("表单项「%(key)s」是个人信息，保密级别太低。"),
    # bundles
    "catalogue.parts_missing": _("一件事里没有事项。"),
    "catalogue.parts_cycle": _("事项的先后绕成了圈：%(cycle)s"),
    "catalogue.part_unresolved": _("本地没有编码为「%(entry)s」、可以办理的事项（%(key)s）。"),
    "catalogue.agrees_missing": _("「%(name)s」要同意什么，要用一句话写明。"),
    "catalogue.party_number": _("「%(name)s」的人数要写对：最少 1 个，最多 %(most)s 个。"),
    "catalogue.party_is_applicant": _("申请人自己不用写进当事人，“applicant”这个键不能用。"),
    "catalogue.party_count": _("「%(name)s」的人数按「%(key)s」算，但没有这样一个填数的问题。"),
    "catalogue.party_unknown_key": _("「%(name)s」那里写了「%(key)s」，但没有这一项。"),
    "catalogue.produced_later": _(
        "「%(key)s」要用「%(material)s」，它由「%(maker)s」产生，但「%(maker)s」没有排在前面。"
    ),
    "catalogue.promise_under_chain": _("承诺 %(promise)s 天短于最长的一串环节（%(chain)s 天）。"),
    "catalogue.joint_alone": _("联合踏勘「%(key)s」至少要有两个事项。"),
    "catalogue.joint_part_unknown": _("联合踏勘里的「%(key)s」不是本件事的事项。"),
    "catalogue.joint_without_site_visit": _("「%(key)s」没有踏勘环节，不能联合踏勘。"),
    # kinds of business
    "catalogue.no_such_activity": _("没有这一行，请从列出的行业里选。"),
    "catalogue.activity_code": _("代码「%(slug)s」只能用小写字母、数字和连字符，以字母开头。"),
    "catalogue.activity_asks_too_much": _("问题太多，最多问 %(most)s 个。"),
    "catalogue.activity_needs_nothing": _("没有写要办什么。"),
    "catalogue.activity_without_basis": _("「%(key)s」没有写依据。"),
    "catalogue.activity_without_office": _("「%(key)s」要写目录编码，或者写哪个单位办。"),
    # rows of an import that were refused
    "catalogue.row_line_too_long": _("这一行太长（超过 %(most)s 字节），没有读入。"),
    "catalogue.row_broken_encoding": _("这一行的编码损坏（%(encoding)s，第 %(at)s 字节）。"),
    "catalogue.row_not_json": _("这一行不是 JSON 对象：%(why)s"),
    "catalogue.row_not_csv": _("这一行不是完整的 CSV：%(why)s"),
    "catalogue.row_unclosed_quote": _("这一行的引号没有闭合。"),
    "catalogue.row_columns": _("这一行有 %(found)s 列，应有 %(wanted)s 列。"),
    "catalogue.row_missing_field": _("缺少必填的值。"),
    "catalogue.row_not_text": _("这里应是文字。"),
    "catalogue.row_not_a_list": _("这里应是文字的列表。"),
    "catalogue.row_too_long": _("太长：%(length)s 个字，最多 %(most)s 个。"),
    "catalogue.row_too_many": _("太多，最多 %(most)s 个。"),
    "catalogue.row_control_characters": _("含有控制字符或者损坏的文字。"),
    "catalogue.row_bad_limit": _("时限「%(found)s」读不懂，或者不在 0 到 %(most)s 之间。"),
    "catalogue.row_bad_number": _("「%(found)s」不是 0 到 %(most)s 之间的整数。"),
    "catalogue.row_unknown_type": _("不认识事项类型「%(found)s」。"),
    "catalogue.row_bad_region": _("行政区划代码「%(found)s」不对。"),
    "catalogue.row_duplicate": _("编码重复，已在第 %(first)s 行出现。"),
    "catalogue.row_kept_here": _("这个事项已在本地维护，导入不覆盖它。"),
    "catalogue.row_of_other": _("这个事项由另一个来源「%(source)s」导入，这里不覆盖它。"),
    "catalogue.row_not_saved": _("数据库没有接受这一行（%(kind)s）。"),
    # rows that were imported although something is odd
    "catalogue.warn_units_differ": _("法定时限与承诺时限单位不同，只保留文字：%(legal)s"),
    "catalogue.warn_promise_over_legal": _(
        "承诺时限 %(promise)s 天长于法定时限 %(legal)s 天，没有采用承诺时限。"
    ),
    "catalogue.warn_served_missing": _("没有写服务对象，按自然人处理。"),
    "catalogue.warn_unknown_served": _("不认识服务对象「%(found)s」，按其他处理。"),
    "catalogue.warn_material_unnamed": _("有一份材料没有名称，没有导入。"),
    "catalogue.warn_material_twice": _("材料「%(name)s」重复，只保留一份。"),
    "catalogue.warn_type_contradicts": _("类型代码与文字「%(text)s」不一致，以代码为准。"),
    "catalogue.warn_entry_contradicts": _("目录编码与实施编码中的 %(within)s 不一致。"),
    "catalogue.warn_region_contradicts": _("区划与编码中的 %(within)s 不一致。"),
    "catalogue.warn_visits_contradict": _("两处写的到现场次数不一致，以办事指南为准。"),
    "catalogue.warn_no_visit_and_offline": _("写着不用跑，却既不能网办也不能快递。"),
    "catalogue.warn_unknown_code": _("不认识「%(found)s」，这一栏没有采用。"),
    "catalogue.warn_fee_contradicts": _("写着不收费，却列有收费项目，以收费项目为准。"),
    "catalogue.warn_result_unnamed": _("办理结果没有名称，暂记为「办理结果」。"),
    "catalogue.warn_defer_days_assumed": _("材料可以后补而表里没有期限，暂定 %(days)s 个工作日。"),
    "catalogue.no_such_rewriting": _("没有这次修改，或者表格放了一天没有确认，已经不在了。"),
    "catalogue.rewriting_running": _("这一批还在后台做，做完或者停下以后再来。"),
    "catalogue.rewriting_stopped": _("还没做到这个事项就停下了。要改的再做一次。"),
    "catalogue.rewriting_done": _("这一次已经做过，或者已经收回了。"),
    "catalogue.typing_too_long": _("这一节写得太长，暂存不了，请先保存。"),
    "catalogue.nothing_to_rewrite": _("没有可以改的事项。"),
    "catalogue.rewriting_too_many": _("一次最多改 %(most)s 个事项，请分几次。"),
    "catalogue.book_without_items": _("表里没有事项。请用模板，在“事项”表里一行写一个。"),
    # profiles and tables of the exchange
    "catalogue.profile_unknown": _("没有叫「%(name)s」的编码方案，现有：%(known)s"),
    "catalogue.profile_malformed": _("编码方案「%(name)s」的格式不对：%(why)s"),
    "catalogue.no_such_run": _("没有这次导入或导出。"),
    "catalogue.run_moved_on": _("这一次已经到了别的一步，请看现在的样子再定。"),
    "catalogue.too_many_runs": _("您有 %(most)s 次还没有结束，先办完或者取消几次。"),
    "catalogue.run_broken": _("程序出了错，没有做完。请系统管理员看日志。"),
    "catalogue.upload_empty": _("没有选文件，或者文件是空的。请选一个有内容的文件。"),
    "catalogue.upload_too_big": _("文件超过 %(most)s MB。请压缩成 ZIP，或者分几次导入。"),
    "catalogue.upload_kind": _(
        "这是 %(found)s 文件，这里不收。请另存为 CSV、XLSX、JSON Lines 或者装着它们的 ZIP 再上传。"
    ),
    "catalogue.exchange_region": _("没有这个地区，请从列表里选。"),
    "catalogue.export_form": _("没有这种写法，请从列表里选。"),
    "catalogue.export_selection": _("没有这个部门或事项类型，请从列表里选。"),
    "catalogue.export_since": _("日期读不懂，请写成 2026-11-21 这样。"),
    "catalogue.row_elsewhere": _("这一项属于 %(region)s，不在您管的地方。"),
    "catalogue.row_entry_shared": _("别的地方也用这个基本目录，不能由一个地方改。"),
    "catalogue.archive_too_big": _("文件太大：最多 %(files)s 个，解开后共 %(most)s MB。"),
    "catalogue.no_tables": _("文件里没有国家交换表，文件名应含表名，如 %(known)s。"),
    "catalogue.row_without_task": _("这些材料或问答所属的事项不在文件里，本地也没有。"),
    "catalogue.row_in_bundle": _("一件事里有这个事项，不能取消。"),
    "catalogue.row_draft_open": _("这个事项有一份第 %(number)s 版正在修改，没有采用。"),
    "catalogue.warn_kept_beyond": _("交换表说不出的内容原样保留：%(kept)s"),
    "catalogue.point_take_blind": _(
        "收件但不核验本人和原件：原件不能在这里记，要看原件的还得再跑一处"
    ),
    "catalogue.point_hand_out_blind": _("发件但不核验本人和原件：不核验就发不出去"),
    "catalogue.point_blind_fix": _(
        "这里看得了证件和原件的，写一份新清单把它们列进核验；看不了的，不要列进发件"
    ),
    "catalogue.point_list_empty": _("清单是空的。收件、核验、发件至少有一样要写。"),
    "catalogue.point_list_long": _("一份清单最多写 %(most)s 项。"),
    "catalogue.point_list_errand": _("“%(line)s”读不懂，请写成“事情的名字：材料、材料”。"),
    "catalogue.point_list_unknown": _("没有发布这些编码：%(codes)s。请核对，一行写一个。"),
    "catalogue.point_list_why": _("请写明依据或者原因，最多 %(most)s 个字。"),
    "catalogue.point_list_day": _("清单最早从今天起用。"),
    "catalogue.no_such_point_list": _("没有这份网点清单，或者不归您管。"),
    "catalogue.not_done_here_take": _("「%(offer)s」不在本网点的收件清单里。请到：%(nearest)s。"),
    "catalogue.not_done_here_identify": _(
        "「%(offer)s」的本人和原件不能在本网点核验。请到：%(nearest)s。"
    ),
    "catalogue.not_done_here_hand_out": _(
        "「%(offer)s」的结果这个网点不能发。可以选：%(nearest)s。"
    ),
    "catalogue.done_nowhere_take": _("「%(offer)s」现在没有网点收件。请打 12345。"),
    "catalogue.done_nowhere_identify": _("「%(offer)s」现在没有网点能核验。请打 12345。"),
    "catalogue.done_nowhere_hand_out": _("「%(offer)s」现在没有网点能发结果。请打 12345。"),
    "catalogue.out_of_range": _(
        "「%(offer)s」的通办范围不到这里，不能在本网点收。请到：%(nearest)s。"
    ),
    "catalogue.row_unknown_operation": _(
        "不认识操作「%(found)s」，没有猜：新增写 I，修改写 U，删除写 D。"
    ),
    "catalogue.row_names_nothing": _("名称写的是没有，这一行不成为一份材料或一笔收费。"),
    "catalogue.row_same_guid": _("同一个记录标识在前面的行里用过了。"),
    "catalogue.warn_new_department": _("部门「%(name)s」（%(code)s）以前没有，已登记。"),
    "catalogue.warn_department_by_name": _("编码「%(found)s」没有登记过，按名称归到「%(name)s」。"),
    "catalogue.warn_type_elsewhere": _("事项类型「%(found)s」不该在这张表里，照写的类型收下。"),
    "catalogue.warn_named_again": _("第 %(first)s 行写过这个编码，以后面的这一行为准。"),
    "catalogue.warn_markup": _("有网页的标记（如 <p>、&nbsp;），只留文字。"),
    "catalogue.warn_units_contradict": _("「%(found)s」与单位那一栏不一致，以单位那一栏为准。"),
    "catalogue.row_extend_stays": _("扩展信息随事项存在，不能单独删除。"),
} | RULE_WORDINGS

ACTIONS: dict[str, Text] = {
    "catalogue.save_draft": _("保存事项草稿"),
    "catalogue.submit_version": _("提交事项审核"),
    "catalogue.take_back": _("撤回事项修改"),
    "catalogue.send_back": _("退回事项修改"),
    "catalogue.approve": _("批准事项，待生效"),
    "catalogue.take_over": _("把新发布的改动并进草稿"),
    "catalogue.hold": _("事项到日子没能发布"),
    "catalogue.new_item": _("新建事项"),
    "catalogue.new_bundle": _("新建一件事"),
    "catalogue.begin_draft": _("开始修改已发布的事项"),
    "catalogue.change_draft": _("修改事项草稿的一节"),
    "catalogue.drop_draft": _("放弃事项草稿"),
    "catalogue.undo_change": _("撤销事项草稿的修改"),
    "catalogue.rewrite": _("一起修改多个事项"),
    "catalogue.begin_bulk": _("开始后台修改一批事项"),
    "catalogue.cancel_bulk": _("停下后台修改"),
    "catalogue.undo_rewriting": _("收回一起修改的事项"),
    "catalogue.publish": _("发布事项"),
    "catalogue.propose_retirement": _("提议取消事项"),
    "catalogue.confirm_retirement": _("同意取消事项"),
    "catalogue.cancel_retirement": _("撤销取消事项的计划"),
    "catalogue.retire": _("取消事项"),
    "catalogue.revive": _("恢复事项，起草"),
    "catalogue.set_aliases": _("修改日常用语"),
    "catalogue.add_alias": _("收下日常用语"),
    "catalogue.drop_alias": _("去掉日常用语"),
    "catalogue.set_activity": _("设置行业的办证清单"),
    "catalogue.withdraw_activity": _("撤下行业的办证清单"),
    "catalogue.waive": _("豁免发布规则"),
    "catalogue.withdraw_waiver": _("撤回豁免"),
    "catalogue.save_row": _("修改政务清单"),
    "catalogue.end_row": _("从政务清单去掉一项"),
    "catalogue.save_enabler": _("登记支撑能力"),
    "catalogue.begin_standard": _("起草事项标准"),
    "catalogue.change_standard": _("修改事项标准的草稿"),
    "catalogue.submit_standard": _("提交事项标准审核"),
    "catalogue.return_standard": _("退回事项标准修改"),
    "catalogue.drop_standard": _("放弃事项标准的草稿"),
    "catalogue.publish_standard": _("发布事项标准"),
    "catalogue.undo_standard_change": _("撤销对事项标准草稿的修改"),
    "catalogue.ask_withdrawal": _("提请废止事项标准"),
    "catalogue.withdraw_standard": _("废止事项标准"),
    "catalogue.adopt_standard": _("采用事项标准"),
    "catalogue.undo_adoption": _("收回采用标准的草稿"),
    "catalogue.import": _("导入新事项"),
    "catalogue.begin_import": _("上传国家交换表"),
    "catalogue.start_import": _("开始导入国家交换表"),
    "catalogue.stop_import": _("停下导入"),
    "catalogue.cancel_run": _("取消导入或导出"),
    "catalogue.begin_export": _("导出事项目录"),
    "catalogue.keep_entry": _("更新基本目录"),
    "catalogue.propose_point_list": _("写网点清单"),
    "catalogue.confirm_point_list": _("确认网点清单"),
    "catalogue.return_point_list": _("退回网点清单"),
    "catalogue.propose": _("以草稿接收外来的改动"),
    "catalogue.reimport": _("导入改过的事项"),
}

TARGETS: dict[str, Text] = {
    "catalogue.catalogueentry": _("基本目录"),
    "catalogue.exchangerun": _("导入导出"),
    "catalogue.item": _("事项"),
    "catalogue.bundle": _("一件事"),
    "catalogue.powers": _("权力"),
    "catalogue.negative": _("负面清单"),
    "catalogue.funds": _("专项资金"),
    "catalogue.enabler": _("支撑能力"),
    "catalogue.standard": _("事项标准"),
    "catalogue.standarddraft": _("事项标准的草稿"),
    "catalogue.adoption": _("采用标准"),
    "catalogue.rewriting": _("一起修改"),
    "catalogue.pointlist": _("网点清单"),
    "catalogue.itemversion": _("事项版本"),
    "catalogue.bundleversion": _("一件事版本"),
}

FACTS: dict[str, Text] = {
    "code": _("编码"),
    "version": _("版本"),
    "digest": _("内容摘要"),
    "source": _("来源"),
    "count": _("数量"),
    "name": _("名称"),
    "rule": _("规则"),
    "effective_on": _("生效日期"),
    "onto": _("并到第几版"),
    "clashes": _("两边都改的地方"),
    "variant": _("业务办理项"),
    "region": _("地区"),
    "section": _("哪一节"),
    "since": _("从哪天起"),
}
