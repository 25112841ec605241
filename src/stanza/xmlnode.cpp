#include "stanza/xmlnode.h"

#include "stanza/xmlwriter.h"

#include <algorithm>
#include <atomic>

namespace foyer::stanza
{

struct XmlNode::Data {
    QString name;
    QString xmlNamespace;
    QList<Attribute> attributes;
    QList<XmlNode> children;
    QString text;
    QList<qsizetype> places; ///< of each child: how much of the text stands before it

    bool operator==(const Data &other) const
    {
        return name == other.name && xmlNamespace == other.xmlNamespace && attributes == other.attributes &&
               children == other.children && text == other.text;
    }
};

XmlNode::XmlNode(const QString &name, const QString &xmlNamespace)
    : d(std::make_shared<Data>(Data{name, xmlNamespace, {}, {}, {}, {}}))
{
}

QString XmlNode::name() const
{
    return d ? d->name : QString();
}

QString XmlNode::xmlNamespace() const
{
    return d ? d->xmlNamespace : QString();
}

bool XmlNode::is(QStringView name, QStringView xmlNamespace) const
{
    return d && d->name == name && d->xmlNamespace == xmlNamespace;
}

QString XmlNode::attribute(QStringView name) const
{
    if (d) {
        for (const Attribute &attribute : std::as_const(d->attributes)) {
            if (attribute.name == name)
                return attribute.value;
        }
    }
    return {};
}

bool XmlNode::hasAttribute(QStringView name) const
{
    return d && std::any_of(d->attributes.cbegin(), d->attributes.cend(),
                            [name](const Attribute &attribute) { return attribute.name == name; });
}

QList<XmlNode::Attribute> XmlNode::attributes() const
{
    return d ? d->attributes : QList<Attribute>();
}

QString XmlNode::text() const
{
    return d ? d->text : QString();
}

QList<XmlNode> XmlNode::children() const
{
    return d ? d->children : QList<XmlNode>();
}

qsizetype XmlNode::textBefore(qsizetype child) const
{
    return d ? d->places.value(child) : 0;
}

XmlNode XmlNode::child(QStringView name, QStringView xmlNamespace) const
{
    if (d) {
        for (const XmlNode &child : std::as_const(d->children)) {
            if (child.is(name, xmlNamespace))
                return child;
        }
    }
    return {};
}

XmlNode XmlNode::onlyChild(QStringView name, QStringView xmlNamespace) const
{
    const QList<XmlNode> found = childrenNamed(name, xmlNamespace);
    return found.size() == 1 ? found.constFirst() : XmlNode();
}

XmlNode XmlNode::childIn(QStringView xmlNamespace) const
{
    if (d) {
        for (const XmlNode &child : std::as_const(d->children)) {
            if (child.d && child.d->xmlNamespace == xmlNamespace)
                return child;
        }
    }
    return {};
}

QList<XmlNode> XmlNode::childrenNamed(QStringView name, QStringView xmlNamespace) const
{
    QList<XmlNode> found;
    if (d) {
        std::copy_if(d->children.cbegin(), d->children.cend(), std::back_inserter(found),
                     [name, xmlNamespace](const XmlNode &child) { return child.is(name, xmlNamespace); });
    }
    return found;
}

XmlNode &XmlNode::setAttribute(const QString &name, const QString &value)
{
    detach();
    for (Attribute &attribute : d->attributes) {
        if (attribute.name == name) {
            attribute.value = value;
            return *this;
        }
    }
    d->attributes.append({name, value});
    return *this;
}

XmlNode &XmlNode::addChild(const XmlNode &child)
{
    if (child.isNull())
        return *this;
    // A node may be added to itself: the copy keeps what it was before.
    const XmlNode added = child; // NOLINT(performance-unnecessary-copy-initialization)
    detach();
    d->children.append(added);
    d->places.append(d->text.size());
    return *this;
}

XmlNode &XmlNode::addText(const QString &text)
{
    detach();
    d->text += text;
    return *this;
}

XmlNode &XmlNode::addTextChild(const QString &name, const QString &text, const QString &xmlNamespace)
{
    return addChild(XmlNode(name, xmlNamespace).addText(text));
}

QString XmlNode::toXml() const
{
    return writeXml(*this);
}

bool XmlNode::operator==(const XmlNode &other) const
{
    if (d == other.d)
        return true;
    return d && other.d && *d == *other.d;
}

void XmlNode::detach()
{
    if (!d) {
        d = std::make_shared<Data>();
        return;
    }
    if (d.use_count() > 1) {
        d = std::make_shared<Data>(*d);
        return;
    }
    // Another thread may just have dropped its copy; its reads must not slip behind our writes.
    std::atomic_thread_fence(std::memory_order_acquire);
}

} // namespace foyer::stanza
