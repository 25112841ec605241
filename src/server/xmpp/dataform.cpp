#include "server/xmpp/dataform.h"

#include "stanza/namespaces.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

bool DataForm::has(const QString &name) const
{
    for (const Field &field : fields) {
        if (field.name == name)
            return true;
    }
    return false;
}

QStringList DataForm::values(const QString &name) const
{
    for (const Field &field : fields) {
        if (field.name == name)
            return field.values;
    }
    return {};
}

QString DataForm::value(const QString &name) const
{
    return values(name).value(0);
}

bool DataForm::flag(const QString &name, bool fallback) const
{
    const QString text = value(name);
    if (text == "1"_L1 || text == "true"_L1)
        return true;
    return text == "0"_L1 || text == "false"_L1 ? false : fallback;
}

DataForm readDataForm(const XmlNode &element)
{
    DataForm form;
    if (!element.is(u"x", ns::dataForms))
        return form;
    form.type = element.attribute(u"type");
    const QList<XmlNode> fields = element.childrenNamed(u"field", ns::dataForms);
    for (const XmlNode &node : fields) {
        DataForm::Field field;
        field.name = node.attribute(u"var");
        field.type = node.attribute(u"type");
        const QList<XmlNode> values = node.childrenNamed(u"value", ns::dataForms);
        for (const XmlNode &value : values)
            field.values.append(value.text());
        if (field.name == "FORM_TYPE"_L1)
            form.formType = field.values.value(0);
        else
            form.fields.append(field);
    }
    return form;
}

XmlNode writeDataForm(const DataForm &form)
{
    XmlNode element(u"x"_s, ns::dataForms);
    element.setAttribute(u"type"_s, form.type);
    if (!form.title.isEmpty())
        element.addTextChild(u"title"_s, form.title, ns::dataForms);
    XmlNode formType(u"field"_s, ns::dataForms);
    formType.setAttribute(u"var"_s, u"FORM_TYPE"_s);
    if (form.type != "submit"_L1)
        formType.setAttribute(u"type"_s, u"hidden"_s);
    element.addChild(formType.addTextChild(u"value"_s, form.formType, ns::dataForms));
    for (const DataForm::Field &field : form.fields) {
        XmlNode node(u"field"_s, ns::dataForms);
        node.setAttribute(u"var"_s, field.name);
        if (!field.type.isEmpty())
            node.setAttribute(u"type"_s, field.type);
        if (!field.label.isEmpty())
            node.setAttribute(u"label"_s, field.label);
        for (const QString &value : field.values)
            node.addTextChild(u"value"_s, value, ns::dataForms);
        for (const auto &[value, label] : field.options) {
            XmlNode option(u"option"_s, ns::dataForms);
            option.setAttribute(u"label"_s, label);
            node.addChild(option.addTextChild(u"value"_s, value, ns::dataForms));
        }
        element.addChild(node);
    }
    return element;
}

} // namespace foyer::server
