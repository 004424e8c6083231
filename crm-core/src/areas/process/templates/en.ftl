# Documents
area-templates = Documents
operation-templates-render = Make a document
operation-templates-render_file = Make a document as a file
setup-template = Document template
field-template = Template
field-template_version = Version of the template
field-body = Body
field-format = Format
choice-TemplateFormat-html = HTML
choice-TemplateFormat-text = Plain text
field-language = Language
violation-unknown_filter = is no filter or test of templates: { $limit }
violation-unknown_template = is no clause: { $limit }
violation-too_expensive = takes more steps or room than it may
violation-unprintable = can’t be printed: { $limit }
