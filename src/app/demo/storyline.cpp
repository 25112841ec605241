#include "app/demo/storyline.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <functional>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QString text(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toString();
}

QString errorOf(const QJsonObject &event, QLatin1StringView key)
{
    return text(event.value(key).toObject(), "text"_L1);
}

QString connectionState(const QJsonObject &event)
{
    return u"connection: %1"_s.arg(text(event, "state"_L1));
}

QString joined(const QJsonObject &event)
{
    const QJsonObject result = event.value("result"_L1).toObject();
    return u"joined “%1” as %2, %3 people inside, %4"_s.arg(
        text(result, "name"_L1), text(result, "nickname"_L1), QString::number(result.value("memberCount"_L1).toInt()),
        result.value("mute"_L1).toObject().value("canSpeak"_L1).toBool() ? u"may speak"_s : u"may not speak"_s);
}

QString rejoined(const QJsonObject &event)
{
    const QJsonObject report = event.value("report"_L1).toObject();
    return u"back in the room after %1 s: %2 new, %3 already here, %4 missing"_s.arg(
        QString::number(report.value("offlineForMs"_L1).toDouble() / 1000, 'f', 1),
        QString::number(report.value("recovered"_L1).toInt()), QString::number(report.value("alreadyHere"_L1).toInt()),
        report.value("gaps"_L1).toInt() == 0 ? u"none"_s : u"%1 runs"_s.arg(report.value("gaps"_L1).toInt()));
}

QString mute(const QJsonObject &event)
{
    const QJsonObject state = event.value("mute"_L1).toObject();
    if (state.value("canSpeak"_L1).toBool())
        return u"may speak"_s;
    return u"muted by %1 (%2) until %3"_s.arg(text(state, "by"_L1), text(state, "reason"_L1), text(state, "until"_L1));
}

QString stored(const QJsonObject &event)
{
    const QJsonArray messages = event.value("messages"_L1).toArray();
    const QJsonObject last = messages.last().toObject();
    const QString line = u"%1: %2"_s.arg(text(last, "nickname"_L1), text(last, "body"_L1));
    return messages.size() == 1 ? line : u"%1 messages, the last: %2"_s.arg(messages.size()).arg(line);
}

QString changed(const QJsonObject &event)
{
    const QJsonObject message = event.value("message"_L1).toObject();
    return text(event, "change"_L1) == "State"_L1 ? u"own message: %1"_s.arg(text(message, "state"_L1)) : QString();
}

} // namespace

QString storyLine(const QByteArray &eventLine)
{
    using Teller = std::function<QString(const QJsonObject &)>;
    static const QHash<QString, Teller> tellers{
        {u"connectionStateChanged"_s, connectionState},
        {u"connectionLost"_s,
         [](const QJsonObject &e) { return u"connection lost: %1"_s.arg(errorOf(e, "cause"_L1)); }},
        {u"joined"_s, joined},
        {u"joinFailed"_s, [](const QJsonObject &e) { return u"not joined: %1"_s.arg(errorOf(e, "error"_L1)); }},
        {u"rejoined"_s, rejoined},
        {u"rejoinFailed"_s, [](const QJsonObject &e) { return u"not back yet: %1"_s.arg(errorOf(e, "error"_L1)); }},
        {u"muteStateChanged"_s, mute},
        {u"messagesStored"_s, stored},
        {u"messageChanged"_s, changed},
        {u"localServerReady"_s,
         [](const QJsonObject &e) { return u"server on this computer: %1"_s.arg(text(e, "xmpp"_L1)); }},
    };
    const QJsonObject event = QJsonDocument::fromJson(eventLine).object();
    const auto teller = tellers.constFind(text(event, "event"_L1));
    const QString told = teller == tellers.constEnd() ? QString() : (*teller)(event);
    return told.isEmpty() ? QString() : text(event, "t"_L1).mid(11, 12) + u"  "_s + told;
}

} // namespace foyer
