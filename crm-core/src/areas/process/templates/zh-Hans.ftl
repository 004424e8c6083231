# 文档模板
area-templates = 文档模板
operation-templates-render = 生成文档
operation-templates-render_file = 生成文档并存为附件
setup-template = 文档模板
field-template = 模板
field-template_version = 模板版本
field-body = 正文
field-format = 格式
choice-TemplateFormat-html = 网页（HTML）
choice-TemplateFormat-text = 纯文本
field-language = 语言
violation-unknown_filter = 模板没有这个过滤器或测试：{ $limit }
violation-unknown_template = 没有这个条款：{ $limit }
violation-too_expensive = 耗费的步骤或篇幅超出上限
violation-unprintable = 无法打印：{ $limit }
