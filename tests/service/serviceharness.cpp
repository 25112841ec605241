#include "service/serviceharness.h"

#include "support/tlsfiles.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QString line(const CatchUpReport &report)
{
    QString text =
        u"rejoined recovered=%1 here=%2 gaps=%3"_s.arg(report.recovered).arg(report.alreadyHere).arg(report.gaps);
    text += report.provable ? u" provable"_s : QString();
    text += report.resumed ? u" resumed"_s : QString();
    return text;
}

QString line(const LeaveReason &reason)
{
    return QString(u"left "_s + nameOf(reason.kind) + u' ' + reason.by + u' ' + reason.reason + u' ' +
                   reason.alternative)
        .simplified();
}

} // namespace

ServiceHarness::ServiceHarness(StoreKind kind, std::optional<quint64> waitSeed)
    : m_waitSeed(waitSeed),
      m_fileName(kind == StoreKind::Memory ? u":memory:"_s : m_folder.filePath(u"messages.sqlite"_s))
{
    room();
    open();
}

ServiceHarness::~ServiceHarness()
{
    service.reset();
    store.reset();
}

void ServiceHarness::open()
{
    store = std::make_unique<MessageStore>(m_fileName, clock);
    if (const auto opened = store->open(); !opened)
        qFatal("%s", qPrintable(opened.error().detail));
    service = std::make_unique<ChatroomService>(
        ServiceDeps{server.channel().factory(),
                    *store,
                    clock,
                    {},
                    m_waitSeed,
                    [] { return clientTls(); },
                    {[this](const Jid &, const Jid &room) {
                         ++passwordReads;
                         return QtFuture::makeReadyFuture(passwords.value(room.toString()));
                     },
                     [this](const Jid &, const Jid &room, const QString &password) {
                         passwords.insert(room.toString(), password);
                     }}});
    listen();
}

void ServiceHarness::leaveCatchUpHalfRead()
{
    room().fill(u"m"_s, 3);
    join();
    cut();
    room().fill(u"x"_s, 60);
    room().holdsPages = true;
    comeBack();
    room().releasePage();
    settle();
}

void ServiceHarness::restart()
{
    service.reset();
    store.reset();
    server.drop();
    open();
}

void ServiceHarness::kill()
{
    const QString copy = m_folder.filePath(u"copy%1.sqlite"_s.arg(++m_copies));
    // The log first: a commit that arrives between the two copies must not be half there.
    for (const QString &suffix : {u"-wal"_s, u""_s}) {
        if (QFile::exists(QString(m_fileName + suffix)))
            QFile::copy(QString(m_fileName + suffix), QString(copy + suffix));
    }
    service.reset();
    store.reset();
    QFile::remove(m_fileName);
    m_fileName = copy;
    server.drop();
    open();
}

RoomAddress ServiceHarness::address(const QString &roomId)
{
    return *RoomAddress::parse(roomId + u"@rooms.example.org"_s);
}

AccountSettings ServiceHarness::account()
{
    AccountSettings settings;
    settings.account = *Jid::parse(u"alice@example.org"_s);
    settings.password = u"secret"_s;
    settings.servers = {FakeStanzaChannel::url()};
    settings.resource = u"desk"_s;
    // The fakes know nothing better.
    settings.weakest = SignInStrength::Plain;
    return settings;
}

AccountSettings ServiceHarness::clusterAccount()
{
    AccountSettings settings = account();
    settings.servers.append(QUrl(u"wss://second.example.org/ws"_s));
    return settings;
}

void ServiceHarness::listen()
{
    ChatroomService *s = service.get();
    const auto on = [this, s](auto signal, auto slot) { QObject::connect(s, signal, s, slot); };
    const auto say = [this](const RoomAddress &room, const QString &text) { write(room.roomId() + u' ' + text); };
    on(&ChatroomService::connectionStateChanged,
       [this](const ConnectionState &state) { write(u"state "_s + nameOf(state.kind)); });
    on(&ChatroomService::connectionLost, [this](const Error &cause) { write(u"lost "_s + nameOf(cause.kind)); });
    on(&ChatroomService::roomStateChanged,
       [say](const RoomAddress &room, RoomState state) { say(room, nameOf(state)); });
    on(&ChatroomService::joined, [say](const RoomAddress &room, const JoinResult &) { say(room, u"joined"_s); });
    on(&ChatroomService::joinFailed,
       [say](const RoomAddress &room, const Error &error) { say(room, u"joinFailed "_s + nameOf(error.kind)); });
    on(&ChatroomService::left, [say](const RoomAddress &room, const LeaveReason &reason) { say(room, line(reason)); });
    on(&ChatroomService::muteStateChanged,
       [say](const RoomAddress &room, const MuteState &mute) { say(room, mute.canSpeak ? u"unmuted"_s : u"muted"_s); });
    on(&ChatroomService::storesChanged,
       [say](const RoomAddress &room, bool stores) { say(room, stores ? u"stores again"_s : u"stores nothing"_s); });
    on(&ChatroomService::rejoining,
       [say](const RoomAddress &room, int attempt) { say(room, u"rejoining "_s + QString::number(attempt)); });
    on(&ChatroomService::rejoined,
       [say](const RoomAddress &room, const JoinResult &, const CatchUpReport &report) { say(room, line(report)); });
    on(&ChatroomService::rejoinFailed, [say](const RoomAddress &room, const Error &error, bool willRetry) {
        say(room, u"rejoinFailed "_s + nameOf(error.kind) + (willRetry ? u" retry"_s : u" final"_s));
    });
    on(&ChatroomService::messagesStored, [say](const RoomAddress &room, const QList<StoredMessage> &rows) {
        QStringList bodies;
        for (const StoredMessage &row : rows)
            bodies.append(row.body);
        say(room, u"+ "_s + bodies.join(u' '));
    });
    on(&ChatroomService::messageChanged, [say](const RoomAddress &room, MessageChange, const StoredMessage &row) {
        say(room, u"~ "_s + row.body + u' ' + nameOf(row.state));
    });
}

void ServiceHarness::signIn()
{
    service->signIn(account());
    settle();
}

void ServiceHarness::online()
{
    signIn();
    server.acceptLogin();
    settle();
}

void ServiceHarness::join(const QString &roomId, const JoinOptions &options)
{
    if (service->connectionState().kind != ConnectionState::Kind::Online)
        online();
    service->joinExistingChatroom(address(roomId), options);
    settle();
}

void ServiceHarness::cut(ChannelEnd end)
{
    server.drop(end);
    settle();
}

void ServiceHarness::awaitAttempt()
{
    const int before = server.channel().attempts();
    for (int i = 0; i < 10000; ++i) {
        settle();
        if (server.channel().attempts() > before ||
            (server.channel().isConnected() && service->connectionState().kind == ConnectionState::Kind::Connecting))
            return;
        if (!clock.advanceToNext())
            break;
    }
    qFatal("no further connection attempt");
}

void ServiceHarness::comeBack()
{
    awaitAttempt();
    server.acceptLogin();
    settle();
}

void ServiceHarness::resume()
{
    awaitAttempt();
    server.acceptResume();
    settle();
}

void ServiceHarness::settle()
{
    // A chain of steps that only the store and the event loop take is shorter than this.
    constexpr int quietRounds = 8;
    for (int quiet = 0; quiet < quietRounds; ++quiet) {
        const qsizetype lines = log.size();
        store->drain();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (server.pump() || log.size() != lines)
            quiet = 0;
    }
}

void ServiceHarness::wait(qint64 ms, qint64 stepMs)
{
    for (qint64 left = ms; left > 0; left -= stepMs) {
        clock.advance(std::min(left, stepMs));
        settle();
    }
}

bool ServiceHarness::waitFor(const QString &prefix, qint64 limitMs)
{
    const qint64 end = clock.monotonicMs() + limitMs;
    settle();
    while (count(prefix) == 0) {
        if (clock.monotonicMs() >= end || !clock.advanceToNext())
            return false;
        settle();
    }
    return true;
}

QStringList ServiceHarness::takeLog()
{
    return std::exchange(log, {});
}

QString ServiceHarness::takeStory(const QString &roomId)
{
    QStringList story;
    const QStringList lines = takeLog();
    for (const QString &text : lines) {
        if (text.startsWith(QString(roomId + u' ')) && text.at(roomId.size() + 1) != u'+' &&
            text.at(roomId.size() + 1) != u'~')
            story.append(text.mid(roomId.size() + 1));
    }
    return story.join(u" | "_s);
}

int ServiceHarness::count(const QString &prefix) const
{
    return static_cast<int>(
        std::count_if(log.cbegin(), log.cend(), [&prefix](const QString &text) { return text.startsWith(prefix); }));
}

QList<TimelineItem> ServiceHarness::items(const QString &roomId)
{
    const auto page = await(service->itemsBefore(address(roomId), 0, 100000));
    if (!page)
        qFatal("the timeline cannot be read");
    return *page;
}

QString ServiceHarness::timeline(const QString &roomId)
{
    QStringList parts;
    const QList<TimelineItem> all = items(roomId);
    for (const TimelineItem &item : all) {
        if (item.kind == TimelineItem::Kind::Gap)
            parts += QString(u"--"_s + nameOf(item.gap.reason) + u"--"_s);
        else
            parts += QString((item.message.unreadable ? u"(unreadable)"_s : item.message.body) +
                             (item.message.recorded ? u""_s : u" (lost)"_s));
    }
    return parts.join(u" | "_s);
}

CatchUpReport ServiceHarness::report(const QString &roomId) const
{
    return service->roomSummary(address(roomId)).lastReport.value_or(CatchUpReport());
}

QString ServiceHarness::send(const QString &body, const QString &roomId)
{
    const auto key = await(service->sendMessage(address(roomId), {body}));
    settle();
    return key ? QString() : nameOf(key.error().kind);
}

QString ServiceHarness::ownMessages(const QString &roomId)
{
    QStringList parts;
    const QList<TimelineItem> all = items(roomId);
    for (const TimelineItem &item : all) {
        if (item.kind == TimelineItem::Kind::Message && item.message.own)
            parts += QString(item.message.body + u':' + nameOf(item.message.state));
    }
    return parts.join(u' ');
}

MessageKey ServiceHarness::gapBefore()
{
    const auto shown = items();
    for (const TimelineItem &item : shown) {
        if (item.kind == TimelineItem::Kind::Gap)
            return item.gap.beforeKey;
    }
    return -1;
}

void ServiceHarness::refusePages(int after, const QString &condition)
{
    room().pagesBeforeRefusal = after;
    room().archiveRefusal = condition;
}

Result<Done> ServiceHarness::loadFirstGap()
{
    return patiently(service->loadGap(address(), gapBefore()));
}

} // namespace foyer
