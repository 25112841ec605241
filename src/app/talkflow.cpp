#include "app/talkflow.h"

#include "app/joinflow.h"
#include "core/logging.h"
#include "core/whendone.h"
#include "models/appstate.h"
#include "service/chatroomservice.h"
#include "store/usersettings.h"
#include "ui/mainwindow.h"

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
    connect(&m_deps.window, &MainWindow::removeRequested, this, [this](const RoomAddress &room) {
        m_drafts.forget(room);
        m_favourites.forget(room);
        m_places.forget(room);
    });
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
    whenDone(m_deps.service.correctMessage(room, key, body), this, [this, room, body](const Result<Done> &done) {
        if (!done) {
            m_deps.state.onSendRefused(room, body, done.error());
        }
    });
}

void TalkFlow::moderate(const RoomAddress &room, const Moderation &moderation, const QString &text)
{
    const auto answer = [this, room, text](const Result<Done> &done) {
        if (!done) {
            m_deps.state.onSendRefused(room, text, done.error());
        }
    };
    ChatroomService &service = m_deps.service;
    switch (moderation.kind) {
    case Moderation::Kind::GiveVoice:
    case Moderation::Kind::TakeVoice:
        whenDone(service.setVoice(room, moderation.nickname, moderation.kind == Moderation::Kind::GiveVoice), this,
                 answer);
        break;
    case Moderation::Kind::Kick:
        whenDone(service.kick(room, moderation.nickname, moderation.reason), this, answer);
        break;
    case Moderation::Kind::Ban:
        whenDone(service.ban(room, moderation.nickname, moderation.reason), this, answer);
        break;
    }
}

void TalkFlow::ask(const RoomAddress &room)
{
    whenDone(m_deps.service.requestVoice(room), this, [this, room](const Result<Done> &done) {
        if (!done) {
            m_deps.state.onSendRefused(room, {}, done.error());
        }
    });
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
    case SlashCommand::Kind::Voice:
        moderate(room, {Moderation::Kind::GiveVoice, command.person, {}}, text);
        break;
    case SlashCommand::Kind::Mute:
        moderate(room, {Moderation::Kind::TakeVoice, command.person, {}}, text);
        break;
    case SlashCommand::Kind::Kick:
        moderate(room, {Moderation::Kind::Kick, command.person, command.argument}, text);
        break;
    case SlashCommand::Kind::Ban:
        moderate(room, {Moderation::Kind::Ban, command.person, command.argument}, text);
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
