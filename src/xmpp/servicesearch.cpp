#include "xmpp/servicesearch.h"

#include "stanza/namespaces.h"

using namespace Qt::StringLiterals;

namespace foyer::servicesearch
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

// More are not worth a request each.
constexpr qsizetype mostServices = 40;

} // namespace

QList<Jid> listed(const XmlNode &discoItems)
{
    QList<Jid> services;
    const QList<XmlNode> items = discoItems.childrenNamed(u"item", ns::discoItems);
    for (const XmlNode &item : items) {
        const Jid address = Jid::parse(item.attribute(u"jid")).value_or(Jid());
        const bool isService = !address.isEmpty() && address.local().isEmpty() && address.isBare();
        if (isService && !item.hasAttribute(u"node") && services.size() < mostServices && !services.contains(address))
            services.append(address);
    }
    return services;
}

QFuture<IqAnswer> askItems(IqRouter &iqs, const Jid &address)
{
    return iqs.get(address, XmlNode(u"query"_s, ns::discoItems));
}

QFuture<IqAnswer> askInfo(IqRouter &iqs, const Jid &address)
{
    return iqs.get(address, XmlNode(u"query"_s, ns::discoInfo));
}

XmlNode itemsIn(const XmlNode &iq)
{
    return iq.child(u"query", ns::discoItems);
}

XmlNode infoIn(const XmlNode &iq)
{
    return iq.child(u"query", ns::discoInfo);
}

} // namespace foyer::servicesearch
