# 错误
error-invalid = 请更正：{ $fields }
error-not_found = { $entity } { $id } 不存在。
error-conflict = { $entity }：{ $reason }
error-illegal_transition = 状态为“{ $state }”时不能执行“{ $operation }”。
error-forbidden = 不允许执行“{ $operation }”：{ $reason }
error-unknown_operation = 没有名为“{ $operation }”的操作。
error-login_failed = 登录失败：{ $reason }
error-busy = 数据库正忙，请重试。
error-interrupted = 调用已被中断，未作任何更改。
error-storage = 无法使用数据库：{ $reason }
error-clock = 时钟显示 { $at }，不可能正确，请校准时间。
error-bug = 发生内部错误，未作任何更改。（{ $detail }）
text-verb = { $verb }{ $object }
text-verb-create_many = 批量新建{ $object }
text-verb-aggregate = 汇总{ $object }
text-verb-history = { $object }变更记录
text-verb-related = { $object }关联记录
text-field = { $field }：{ $problem }
text-separator = ；

# 字段的错误
violation-required = 必填
violation-too_long = 最多 { $limit } 个字符
violation-too_many = 最多 { $limit } 项
violation-too_precise = 最多 { $limit } 位小数
violation-out_of_range = 必须在 { $limit } 范围内
violation-control_character = 不能含有控制字符
violation-unknown_field = 此处没有该字段
violation-unknown_value = 不是可用的值
violation-unknown_record = 不存在
violation-unknown_currency = 需要 ISO 4217 货币代码
violation-wrong_type = 类型不正确
violation-null = 不能为 null；要清空请列入“clear”
violation-set_and_cleared = 不能同时赋值和清空
violation-not_json = 参数不是有效的 JSON
violation-not_uuid_v7 = 必须是第 7 版 UUID
violation-id_taken = 已用于另一条记录
violation-wrong_kind = 不是此类记录：{ $limit }
violation-wrong_count = 必须有 { $limit } 项
violation-not_active_user = 必须是启用的用户
violation-cannot_read = 看不到该记录
violation-not_account_manager = 必须是启用的客户经理
violation-cursor = 不属于此列表
violation-not_readable = 为您不能完整查看的字段
violation-not_writable = 为您不能填写的字段
violation-type = 类型不符
violation-not_searchable = 为不可搜索的文本
violation-one_operator = 必须有且仅有一个运算符
violation-too_deep = 嵌套超过 { $limit } 层
violation-not_here = 不能用在此处
violation-unknown_object = 不是已有的记录类型
violation-not_supported = 不支持此项
violation-unknown = 不存在或未启用
violation-not_a_colour = 不是颜色，应如 #1A2B3C
violation-twice = 重复给出
violation-unknown_parameter = 不是该视图的参数
violation-repeated = 重复
violation-not_a_name = 不是有效名称：以小写字母开头，其后最多 39 个小写字母、数字或下划线
violation-not_a_language = 不是有效的语言标记（例如 zh-Hans）
violation-unknown_type = 不是已有的类型
violation-newer = 需要更新版本的引擎；当前为 { $limit }
violation-requires = 所需的包不存在、版本过低或相互依赖
violation-reserved = 为系统保留的名称
violation-name_taken = 名称已被占用
violation-exactly_one = 必须且只能有其中之一：{ $limit }
violation-not_reached = 没有任何操作能到达此状态
violation-not_left = 不是最终状态，却没有操作能离开
violation-read_only = 只能由系统设置
violation-fixed = 一经填写不能更改
violation-typed = 属于引擎自身的业务区，不能在此定义
violation-part = 是其他记录的组成部分，不能单独具有
violation-pattern = 不是有效的编号格式：日期占位符和一个计数器
violation-not_a_key = 并非在所有状态下单独唯一
violation-cycle = 循环指向自身
violation-differs = 与另一项授权不一致
violation-wider = 可写范围大于可读范围
violation-in_use = 正在使用
violation-missing = 缺失且未声明删除
violation-not_newer = 不比现有版本 { $limit } 新
violation-does_not_fit = 与部分记录的现有值不符
violation-not_a_phone = 不是电话号码
violation-not_an_email = 不是电子邮件地址
violation-not_a_url = 不是网址（如 https://example.com）
violation-currency = 币种必须为 { $limit }
violation-check = 不符合定义的规则
violation-empty_span = 必须晚于开始
violation-formula = 无法计算（{ $limit }）
violation-frozen = 已不能修改
violation-taken = 与另一条重叠
violation-syntax = 语法错误
violation-confidential = 会泄露保密内容
violation-unknown_kind = 不是已有的设置类型
violation-unknown_operation = 既不是操作也不是业务领域
violation-unknown_role = 不是可授权的角色
violation-unknown_category = 不是字典的类别
violation-unknown_function = 没有该函数
violation-arguments = 函数的参数个数不符
violation-literal = 不是有效的数字、日期、时间或小数位数

# 拒绝的原因
reason-stale_version = 期间已被他人修改
reason-id_taken = 该编号已被占用
reason-too_many = 数量已达上限
reason-stale_plan = 计划之后内容已有变化
reason-too_deep = 连锁引发的操作层数过多
reason-other_database = 这不是先前跟踪的数据库
reason-restored = 数据库已从备份恢复，先前跟踪的变更已不在其中
reason-beyond_last = 最后一次变更的序号更小
reason-not_new = 数据库中已有用户
reason-file_exists = 文件已存在
reason-no_permission = 您的角色没有此权限
reason-not_yours = 不由您负责
reason-disabled = 用户已停用
reason-field = 需要您不能完整查看的字段
reason-out_of_scope = 超出您可查看的范围
reason-wrong_credentials = 登录名、密码或动态口令错误
reason-locked = 错误次数过多，登录已暂时锁定

# 数据库的问题
reason-io = 读写失败
reason-full = 磁盘已满
reason-corrupt = 文件已损坏
reason-newer = 数据库来自更新的版本
reason-older = 数据库需要升级，只读方式无法升级
reason-unknown_schema = 数据库结构不属于已知版本
reason-lock_lost = 程序的其他部分自行打开并关闭了该文件，引擎的文件锁因此丢失；请关闭引擎后重新打开
reason-missing = 文件不存在
reason-not_a_database = 文件不是客户关系管理数据库
reason-read_only = 数据库以只读方式打开
reason-cannot_open = 文件无法打开
reason-access_denied = 文件系统拒绝访问
reason-out_of_memory = 内存不足
reason-closed = 数据库已关闭
reason-too_large = 合计数值过大，无法表示

# 角色
role-system_administrator = 系统管理员
role-sales_manager = 销售主管
role-account_manager = 客户经理
role-executive = 高管
role-integration = 系统集成

# 语言，各用其本名
choice-Locale-en = English
choice-Locale-zh-Hans = 简体中文

# 多种记录共有的字段
field-id = 标识
field-ids = 标识列表
field-version = 版本
field-number = 编号
field-status = 状态
field-name = 名称
field-summary = 概要
field-date = 日期
field-remarks = 备注
field-reason = 原因
field-creator = 创建人
field-created_at = 创建时间
field-created_from = 创建时间起
field-created_before = 创建时间止
field-assignee = 被指派人
field-assigner = 指派人
field-assigned_at = 指派时间
field-result = 结果
field-clear = 清空的字段
field-custom = 自定义字段
field-new = 新记录
field-changes = 更改
field-label = 标签
field-key = 键
field-text = 文本
field-doc = 说明

# 金额
field-amount = 金额
field-currency = 货币

# 列表
field-filter = 筛选条件
field-asked = 可用的条件运算符
field-refers_to = 引用的记录类型
field-matching = 条件
field-object = 记录类型
field-sort = 排序
field-title = 标题
field-page = 分页
field-after = 起始位置
field-limit = 每页行数
field-count = 总数
field-items = 记录
field-next = 下一页
field-total = 合计
field-more = 还有更多
field-withheld = 未完整显示的字段
# 其他记录提到的记录
field-customer = 客户
field-content = 内容
field-operation = 操作
field-operations = 操作
field-entity = 记录类型
field-file = 文件
reason-forked = 进程打开数据库后被复制；请在复制之后由子进程打开
reason-network_share = 文件位于网络共享上，无法可靠加锁
# 错误记录
field-field = 字段
field-code = 代码
field-detail = 详情

# C 接口调用的问题
violation-null_pointer = 不能为 NULL
violation-unknown_handle = 不是已打开的句柄，或不是这一类的句柄
violation-closed = 已经关闭
violation-inside_a_call = 不能在引擎的调用之内进行；若有回调因异常或跳转（longjmp）而离开，请在发出该调用之处或更外层进行
violation-inside_a_callback = 有回调尚未返回：或仍在运行（也许正在等待本线程），或因异常或跳转（longjmp）而离开。请保留其所用的数据，稍后再试
violation-too_many_open = 打开的数量过多，请关闭不再需要的
violation-not_utf8 = 不是 UTF-8
field-path = 文件
field-engine = 引擎
field-session = 会话
field-listener = 监听器
field-function = 函数
field-error_json = 错误
field-read_only = 只读
field-locale = 语言
field-synchronous = 提交的持久性
field-memory_map = 内存映射
field-readers = 读连接数
field-now = 固定时间

# 汇总表的列
by-day = 按日
by-week = 按周
by-month = 按月
by-quarter = 按季度
by-year = 按年
measure-count = 数量
measure-sum = 合计
measure-avg = 平均
measure-min = 最小
measure-max = 最大
measure-count_distinct = 不同值个数

# 引擎自有的记录种类
choice-Entity-pack = 扩展包

# 按身份指定的人员
choice-PeopleKind-users = 指定用户
choice-PeopleKind-role = 某角色的人员
choice-PeopleKind-department = 某部门的人员
choice-PeopleKind-owner = 记录负责人
choice-PeopleKind-creator = 记录创建人
choice-PeopleKind-followers = 记录关注人
choice-PeopleKind-field = 字段中的用户
choice-PeopleKind-expression = 表达式得出的用户
choice-PeopleKind-superior = 上级
choice-PeopleKind-chosen = 提交人选定
field-People-kind = 指定方式
field-People-users = 用户
field-People-role = 角色
field-People-near = 就近部门
field-People-department = 部门
field-People-field = 字段
field-People-expression = 表达式
field-People-level = 上级层数
field-People-each = 逐级
