#include "app/talkflow.h"

#include "app/joinflow.h"
#include "core/apart.h"
#include "core/logging.h"
#include "core/whendone.h"
#include "models/appstate.h"
#include "service/chatroomservice.h"
#include "store/usersettings.h"
#include "ui/dialogs/moderationdialog.h"
#include "ui/mainwindow.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
const auto recentEmojiKey = "emoji/recent"_L1;
}

TalkFlow::TalkFlow(const TalkFlowDeps &deps, QObject *parent)
    : QObject(parent),
      m_deps(deps),
      m_attachments(deps.service, deps.state),
      m_drafts(deps.state, deps.settings, deps.state.clock()),
      m_favourites(deps.state, deps.settings),
      m_places(deps.state, deps.settings, deps.state.clock())
{
    connectKept();
    connect(&m_attachments, &AttachmentFlow::uploaded, this, &TalkFlow::uploaded);
    connect(&deps.window, &MainWindow::sendRequested, this, &TalkFlow::send);
    connect(&deps.window, &MainWindow::correctRequested, this, &TalkFlow::correct);
    connect(&deps.window, &MainWindow::askToSpeakRequested, this, &TalkFlow::ask);
    connect(&deps.window, &MainWindow::moderationRequested, this,
            [this](const RoomAddress &room, const Moderation &moderation) { moderate(room, moderation, {}); });
    connect(&deps.window, &MainWindow::commandRequested, this, &TalkFlow::run);
}

void TalkFlow::connectKept()
{
    const auto readAccount = [this] {
        m_drafts.setAccount(m_deps.service.account().bare());
        m_favourites.setAccount(m_deps.service.account().bare());
        m_places.setAccount(m_deps.service.account().bare());
    };
    connect(&m_deps.state, &AppState::accountChanged, this, readAccount);
    readAccount();
    // Once the service has dealt with it, which keeps a room that is held.
    connect(
        &m_deps.window, &MainWindow::removeRequested, this,
        [this](const RoomAddress &room) {
            const QList<RoomSummary> rooms = m_deps.service.rooms();
            const bool isKept = std::any_of(rooms.cbegin(), rooms.cend(),
                                            [&room](const RoomSummary &kept) { return kept.address == room; });
            if (!isKept) {
                m_drafts.forget(room);
                m_favourites.forget(room);
                m_places.forget(room);
            }
        },
        Qt::QueuedConnection);
    connect(&m_deps.window, &MainWindow::favouriteRequested, &m_favourites, &FavouriteKeeper::setFavourite);
    EmojiModel &emoji = m_deps.state.emoji();
    emoji.setRecent(m_deps.settings.value(recentEmojiKey).split(u' ', Qt::SkipEmptyParts));
    connect(&emoji, &EmojiModel::recentChanged, this, [this, &emoji] {
        if (const auto kept = m_deps.settings.setValue(recentEmojiKey, emoji.recent().join(u' ')); !kept) {
            qCWarning(lcApp) << "the recent emoji could not be kept:" << kept.error();
        }
    });
}

void TalkFlow::close()
{
    m_drafts.flush();
    m_places.flush();
}

void TalkFlow::send(const RoomAddress &room, const QString &body, MessageKey replyTo)
{
    m_drafts.hold(room);
    whenDone(m_deps.service.sendMessage(room, {body, replyTo}), this,
             [this, room, body](const Result<MessageKey> &key) {
                 if (!key) {
                     m_deps.state.onSendRefused(room, body, key.error());
                 }
                 m_drafts.release(room);
             });
}

void TalkFlow::correct(const RoomAddress &room, MessageKey key, const QString &body)
{
    RoomPageState *page = m_deps.state.page(room);
    const QString before = page == nullptr ? QString() : page->composer().sentAim().body;
    whenDone(m_deps.service.correctMessage(room, key, body), this,
             [this, room, key, before, body](const Result<Done> &done) {
                 if (!done) {
                     m_deps.state.onEditRefused(room, key, before, body, done.error());
                 }
             });
}

void TalkFlow::moderate(const RoomAddress &room, const Moderation &moderation, const QString &text)
{
    if (!moderation.identity.isEmpty() && identityOf(room, moderation.nickname) != moderation.identity) {
        handBack(room, text,
                 tr("Whoever you meant is not %1 any more. Nothing was done.").arg(apart(moderation.nickname)));
        return;
    }
    ChatroomService &service = m_deps.service;
    switch (moderation.kind) {
    case Moderation::Kind::GiveVoice:
        watch(room, text, service.setVoice(room, moderation.nickname, true));
        break;
    case Moderation::Kind::TakeVoice:
        watch(room, text,
              moderation.minutes > 0 ? service.muteFor(room, moderation.nickname, moderation.minutes)
                                     : service.setVoice(room, moderation.nickname, false));
        break;
    case Moderation::Kind::Kick:
        watch(room, text, service.kick(room, moderation.nickname, moderation.reason));
        break;
    case Moderation::Kind::Ban:
        watch(room, text, service.ban(room, moderation.nickname, moderation.reason));
        break;
    }
}

void TalkFlow::handBack(const RoomAddress &room, const QString &text, const QString &why)
{
    m_deps.state.onSendRefused(room, text, {ErrorKind::ServerRefused, why, {}});
}

std::optional<Occupant> TalkFlow::personNamed(const RoomAddress &room, const QString &nickname) const
{
    RoomPageState *page = m_deps.state.page(room);
    return page == nullptr ? std::nullopt : page->occupants().occupant(nickname);
}

QString TalkFlow::identityOf(const RoomAddress &room, const QString &nickname) const
{
    const auto person = personNamed(room, nickname);
    return person ? moderation::identity(*person) : QString();
}

void TalkFlow::watch(const RoomAddress &room, const QString &text, QFuture<Result<Done>> asked)
{
    whenDone(asked, this, [this, room, text](const Result<Done> &done) {
        if (!done) {
            m_deps.state.onSendRefused(room, text, done.error());
        }
    });
}

void TalkFlow::askToModerate(const RoomAddress &room, const Moderation &moderation, const QString &text)
{
    if (!personNamed(room, moderation.nickname)) {
        handBack(room, text, tr("There is nobody named %1 here.").arg(apart(moderation.nickname)));
        return;
    }
    Moderation meant = moderation;
    meant.identity = identityOf(room, moderation.nickname);
    auto *dialog = new ModerationDialog(m_deps.theme, meant, &m_deps.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ModerationDialog::confirmed, this,
            [this, room, text](const Moderation &confirmed) { moderate(room, confirmed, text); });
    connect(dialog, &QDialog::rejected, this, [this, room, text] { m_deps.state.onSendRefused(room, text, {}); });
    dialog->open();
}

void TalkFlow::setVoice(const RoomAddress &room, const Moderation &moderation, const QString &text)
{
    const auto person = personNamed(room, moderation.nickname);
    if (!person) {
        handBack(room, text, tr("There is nobody named %1 here.").arg(apart(moderation.nickname)));
    } else if (person->role == Role::Moderator) {
        // Either would make a participant of a moderator, for good.
        handBack(room, text,
                 tr("%1 is a moderator and may always speak. Nothing was done.").arg(apart(moderation.nickname)));
    } else {
        moderate(room, moderation, text);
    }
}

void TalkFlow::ask(const RoomAddress &room)
{
    watch(room, {}, m_deps.service.requestVoice(room));
}

void TalkFlow::mute(const RoomAddress &room, const SlashCommand &command, const QString &text)
{
    const int minutes = command.argument.toInt();
    if (minutes < 1 && !command.argument.isEmpty()) {
        handBack(room, text, tr("After the name comes how many minutes the mute lasts, or nothing."));
        return;
    }
    setVoice(room, {Moderation::Kind::TakeVoice, command.person, {}, minutes}, text);
}

void TalkFlow::run(const RoomAddress &room, const SlashCommand &command, const QString &text)
{
    switch (command.kind) {
    case SlashCommand::Kind::Join:
        join(room, command.argument, text);
        break;
    case SlashCommand::Kind::Leave:
        m_deps.service.leaveChatroom(room);
        break;
    case SlashCommand::Kind::Nick:
        watch(room, text, m_deps.service.changeNickname(room, command.argument));
        break;
    case SlashCommand::Kind::Subject:
        watch(room, text, m_deps.service.setSubject(room, command.argument));
        break;
    case SlashCommand::Kind::Voice:
        setVoice(room, {Moderation::Kind::GiveVoice, command.person, {}}, text);
        break;
    case SlashCommand::Kind::Mute:
        mute(room, command, text);
        break;
    case SlashCommand::Kind::Kick:
        askToModerate(room, {Moderation::Kind::Kick, command.person, command.argument}, text);
        break;
    case SlashCommand::Kind::Ban:
        askToModerate(room, {Moderation::Kind::Ban, command.person, command.argument}, text);
        break;
    case SlashCommand::Kind::Help:
        // The composer's own.
        break;
    }
}

void TalkFlow::join(const RoomAddress &room, const QString &wanted, const QString &text)
{
    if (wanted.isEmpty()) {
        m_deps.join.open();
        return;
    }
    const auto other = RoomAddress::parse(wanted);
    if (!other) {
        m_deps.state.onSendRefused(room, text, other.error());
        return;
    }
    JoinOptions options;
    options.password = other->linkPassword();
    m_deps.join.open(other.value(), options);
}

} // namespace foyer
