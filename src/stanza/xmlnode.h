#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringView>

#include <memory>
#include <utility>

namespace foyer::stanza
{

/// One XML element as a value: name, namespace, attributes, children, text. Implicitly shared, cheap to copy; built
/// once and then only read. The null node stands for "no such element", so that look-ups can be chained.
class XmlNode
{
public:
    struct Attribute {
        QString name; ///< with prefix as written for the few that have one, for example `xml:lang`
        QString value;
        bool operator==(const Attribute &) const = default;
    };

    XmlNode() = default;
    XmlNode(const QString &name, const QString &xmlNamespace);

    bool isNull() const { return d == nullptr; }
    QString name() const;
    QString xmlNamespace() const;
    /// Whether this is the element \a name in \a xmlNamespace.
    bool is(QStringView name, QStringView xmlNamespace) const;

    /// Empty when absent.
    QString attribute(QStringView name) const;
    bool hasAttribute(QStringView name) const;
    QList<Attribute> attributes() const;
    /// The element's own character data, children's left out.
    QString text() const;
    QList<XmlNode> children() const;
    /// How many characters of text() stand before the child of that index. A room passes formatted text on as it came;
    /// nothing else depends on it, equality neither.
    qsizetype textBefore(qsizetype child) const;
    /// First child of that name and namespace; the null node when there is none.
    XmlNode child(QStringView name, QStringView xmlNamespace) const;
    /// The child of that name and namespace when there is exactly one; else the null node. For the words of a server
    /// beside which it may pass on somebody's imitation.
    XmlNode onlyChild(QStringView name, QStringView xmlNamespace) const;
    /// First child in that namespace, whatever its name.
    XmlNode childIn(QStringView xmlNamespace) const;
    QList<XmlNode> childrenNamed(QStringView name, QStringView xmlNamespace) const;

    // Building; each returns this node so that calls chain. An empty attribute value is written as such.
    XmlNode &setAttribute(const QString &name, const QString &value);
    XmlNode &addChild(const XmlNode &child);
    XmlNode &addText(const QString &text);
    /// Shorthand for a child that holds only text.
    XmlNode &addTextChild(const QString &name, const QString &text, const QString &xmlNamespace);

    /// Text of the element with its namespace declared where it changes; `]]>` and control characters safe.
    QString toXml() const;

    bool operator==(const XmlNode &other) const;

private:
    struct Data;
    void detach();
    std::shared_ptr<Data> d;
};

} // namespace foyer::stanza
