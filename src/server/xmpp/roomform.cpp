#include "server/xmpp/roomform.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

const QString prefix = u"muc#roomconfig_"_s;

QString named(const QString &name)
{
    return prefix + name;
}

struct Switch {
    const char *name;
    const char *label;
    bool RoomConfig::*field;
};

constexpr Switch switches[] = {
    {"persistentroom", "The room stays when everybody has left", &RoomConfig::persistent},
    {"publicroom", "The room can be found in the list", &RoomConfig::listed},
    {"moderatedroom", "Newcomers have no voice", &RoomConfig::moderated},
    {"membersonly", "Only members may enter", &RoomConfig::membersOnly},
    {"changesubject", "Everybody may change the subject", &RoomConfig::subjectByAnyone},
};

/// False when a switch is neither on nor off.
bool readSwitches(const DataForm &form, RoomConfig &config)
{
    for (const Switch &one : switches) {
        const QString name = named(QString::fromLatin1(one.name));
        if (!form.has(name))
            continue;
        const bool value = form.flag(name, false);
        if (value != form.flag(name, true))
            return false;
        config.*one.field = value;
    }
    return true;
}

} // namespace

DataForm formOf(const RoomConfig &config)
{
    DataForm form;
    form.type = u"form"_s;
    form.formType = u"http://jabber.org/protocol/muc#roomconfig"_s;
    form.title = u"Room configuration"_s;
    form.add({named(u"roomname"_s), u"text-single"_s, u"Title"_s, {config.title}, {}});
    form.add({named(u"roomdesc"_s), u"text-single"_s, u"Description"_s, {config.description}, {}});
    for (const Switch &one : switches) {
        const QString value = config.*one.field ? u"1"_s : u"0"_s;
        form.add({named(QString::fromLatin1(one.name)), u"boolean"_s, QString::fromLatin1(one.label), {value}, {}});
    }
    form.add({named(u"passwordprotectedroom"_s),
              u"boolean"_s,
              u"A password is needed"_s,
              {config.password.isEmpty() ? u"0"_s : u"1"_s},
              {}});
    form.add({named(u"roomsecret"_s), u"text-private"_s, u"Password"_s, {config.password}, {}});
    form.add({named(u"whois"_s),
              u"list-single"_s,
              u"Who sees real addresses"_s,
              {config.addressesShown ? u"anyone"_s : u"moderators"_s},
              {{u"moderators"_s, u"Moderators"_s}, {u"anyone"_s, u"Everybody"_s}}});
    form.add({named(u"maxusers"_s),
              u"text-single"_s,
              u"Most occupants (0: no limit)"_s,
              {QString::number(config.maxOccupants)},
              {}});
    return form;
}

std::optional<RoomConfig> configOf(const DataForm &form, const RoomConfig &before)
{
    RoomConfig config = before;
    if (form.has(named(u"roomname"_s)))
        config.title = form.value(named(u"roomname"_s));
    if (form.has(named(u"roomdesc"_s)))
        config.description = form.values(named(u"roomdesc"_s)).join(u'\n');
    if (!readSwitches(form, config))
        return std::nullopt;
    if (form.has(named(u"roomsecret"_s)))
        config.password = form.value(named(u"roomsecret"_s));
    if (form.has(named(u"passwordprotectedroom"_s))) {
        if (!form.flag(named(u"passwordprotectedroom"_s), true))
            config.password.clear();
        else if (config.password.isEmpty())
            return std::nullopt; // section 10.2: a protected room needs a secret
    }
    if (form.has(named(u"whois"_s))) {
        const QString whois = form.value(named(u"whois"_s));
        if (whois != "anyone"_L1 && whois != "moderators"_L1)
            return std::nullopt;
        config.addressesShown = whois == "anyone"_L1;
    }
    if (form.has(named(u"maxusers"_s))) {
        const QString most = form.value(named(u"maxusers"_s));
        bool ok = true;
        config.maxOccupants = most.isEmpty() || most == "none"_L1 ? 0 : most.toInt(&ok);
        if (!ok || config.maxOccupants < 0)
            return std::nullopt;
    }
    return config;
}

} // namespace foyer::server
