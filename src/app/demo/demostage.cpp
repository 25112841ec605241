#include "app/demo/demostage.h"

#include "core/whendone.h"

#include <QJsonDocument>
#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr auto roomId = "Launch"_L1;

/// What the two talk about; afterwards they go through a list that has no end.
QStringList script()
{
    return {
        DemoStage::tr("Morning! Two hours until we go live."),
        DemoStage::tr("The checklist is ready. I am at item three."),
        DemoStage::tr("Who has the release notes?"),
        DemoStage::tr("I do. One more read and they are out."),
        DemoStage::tr("The pictures are in. Light and dark, both fine."),
        DemoStage::tr("Somebody should try it with the network gone."),
        DemoStage::tr("That is what the Fault lab is for."),
        DemoStage::tr("Pull the plug, wait, plug it in. Nothing twice, nothing missing."),
        DemoStage::tr("And if something is missing, it says so."),
        DemoStage::tr("Right. I make a coffee and start at the top."),
        DemoStage::tr("Bring me one?"),
        DemoStage::tr("Already on its way."),
    };
}

} // namespace

DemoStage::DemoStage(Clock &clock, const DemoServer &server, QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_server(server),
      m_relay(clock),
      m_api(server.api, server.appKey, server.appSecret),
      m_nextLine(clock, [this] { keepTalking(); })
{
}

DemoStage::~DemoStage() = default;

void DemoStage::start()
{
    if (const auto started = m_relay.start(static_cast<quint16>(m_server.xmpp.port())); !started) {
        Q_EMIT failed(started.error());
        return;
    }
    m_room = RoomAddress::parse(QString(roomId)).value().resolvedAt(m_server.muc);
    const ApiClient::Form form{{u"chatroom[%1]"_s.arg(roomId), tr("Launch day")}};
    whenDone(m_api.call(u"/chatroom/create.json"_s, form), this, [this](const Result<QJsonObject> &made) {
        if (made) {
            addBots();
        } else {
            Q_EMIT failed(made.error());
        }
    });
}

QUrl DemoStage::relayUrl() const
{
    QUrl url = m_server.xmpp;
    url.setPort(m_relay.port());
    return url;
}

void DemoStage::addBots()
{
    for (const auto &name : {"Bob"_L1, "Carol"_L1}) {
        m_bots.push_back(std::make_unique<DemoBot>(m_clock, QString(name)));
        DemoBot &bot = *m_bots.back();
        connect(&bot, &DemoBot::failed, this, &DemoStage::failed);
        connect(&bot, &DemoBot::entered, this, [this] {
            if (std::all_of(m_bots.begin(), m_bots.end(), [](const auto &each) { return each->isInside(); })) {
                Q_EMIT ready();
            }
        });
        connect(&bot, &DemoBot::heardItself, this, [this] {
            m_speaking = false;
            sayNext();
        });
        if (const auto opened = bot.open(); !opened) {
            Q_EMIT failed(opened.error());
            return;
        }
    }
    for (const auto &bot : m_bots) {
        signInBot(*bot);
    }
}

void DemoStage::signInBot(DemoBot &bot)
{
    const QString userId = bot.nickname().toLower();
    const ApiClient::Form form{{u"userId"_s, userId}, {u"name"_s, bot.nickname()}};
    whenDone(m_api.call(u"/user/getToken.json"_s, form), &bot, [this, &bot, userId](const Result<QJsonObject> &made) {
        const auto account = Jid::fromParts(userId, m_server.domain);
        if (!made || !account) {
            Q_EMIT bot.failed(made ? Error::make(ErrorKind::ServerRefused) : made.error());
            return;
        }
        bot.signIn(*account, made->value("token"_L1).toString(), m_server.xmpp);
        bot.join(m_room);
    });
}

void DemoStage::talk(int count)
{
    m_waiting += count;
    sayNext();
}

void DemoStage::sayNext()
{
    if (m_speaking || m_waiting == 0) {
        return;
    }
    --m_waiting;
    m_speaking = true;
    m_bots.at(static_cast<size_t>(m_line) % m_bots.size())->say(nextLine());
}

void DemoStage::keepTalking()
{
    constexpr int shortestMs = 4000;
    constexpr int longestMs = 9000;
    talk(1);
    m_nextLine.start(QRandomGenerator::global()->bounded(shortestMs, longestMs));
}

QString DemoStage::nextLine()
{
    static const QStringList lines = script();
    const int number = m_line++;
    return number < lines.size() ? lines.at(number) : tr("Item %1 of the checklist is done.").arg(number + 1);
}

QFuture<Result<QJsonObject>> DemoStage::mute(const QString &userId, int minutes)
{
    ApiClient::Form form{{u"chatroomId"_s, QString(roomId)}, {u"userId"_s, userId}};
    if (minutes == 0) {
        return m_api.call(u"/chatroom/user/gag/rollback.json"_s, form);
    }
    form.append({u"minute"_s, QString::number(minutes)});
    const QJsonObject extra{{u"by"_s, u"carol"_s}, {u"reason"_s, tr("trying out the Fault lab")}};
    form.append({u"extra"_s, QString::fromUtf8(QJsonDocument(extra).toJson(QJsonDocument::Compact))});
    return m_api.call(u"/chatroom/user/gag/add.json"_s, form);
}

} // namespace foyer
