#pragma once

#include "app/attachmentflow.h"
#include "app/draftkeeper.h"
#include "app/favouritekeeper.h"
#include "app/placekeeper.h"
#include "core/roommessage.h"
#include "models/moderation.h"
#include "models/slashcommand.h"

#include <QFuture>
#include <QObject>

namespace foyer
{

class ChatroomService;
class JoinFlow;
class MainWindow;
class Theme;

/// What TalkFlow stands between; all of it outlives it.
struct TalkFlowDeps {
    ChatroomService &service;
    AppState &state;
    UserSettings &settings;
    MainWindow &window;
    Theme &theme;
    JoinFlow &join;
};

/// Carries what is written in the composer to the service, messages and commands, and back what was not taken. Keeps
/// what a person leaves lying about: drafts, places in rooms, favourites, recent emoji.
class TalkFlow : public QObject
{
    Q_OBJECT

public:
    explicit TalkFlow(const TalkFlowDeps &deps, QObject *parent = nullptr);

    /// The program ends: what is not kept yet is written.
    void close();

Q_SIGNALS:
    /// As AttachmentFlow::uploaded().
    void uploaded(const QUrl &url);

private:
    void connectKept();
    void send(const RoomAddress &room, const QString &body, MessageKey replyTo);
    void correct(const RoomAddress &room, MessageKey key, const QString &body);
    QString identityOf(const RoomAddress &room, const QString &nickname) const;
    /// \a text is what was written, when it was a command.
    void moderate(const RoomAddress &room, const Moderation &moderation, const QString &text);
    /// \a text was not taken: it is in the composer again, with the reason.
    void handBack(const RoomAddress &room, const QString &text, const QString &why);
    std::optional<Occupant> personNamed(const RoomAddress &room, const QString &nickname) const;
    void setVoice(const RoomAddress &room, const Moderation &moderation, const QString &text);
    /// Asks first, as the menu of a person does; who thinks better of it has the command back.
    void askToModerate(const RoomAddress &room, const Moderation &moderation, const QString &text);
    /// Gives \a text back when what was asked for was not done.
    void watch(const RoomAddress &room, const QString &text, QFuture<Result<Done>> asked);
    void ask(const RoomAddress &room);
    /// `/mute`, with or without minutes.
    void mute(const RoomAddress &room, const SlashCommand &command, const QString &text);
    void run(const RoomAddress &room, const SlashCommand &command, const QString &text);
    void join(const RoomAddress &room, const QString &wanted, const QString &text);

    TalkFlowDeps m_deps;
    AttachmentFlow m_attachments;
    DraftKeeper m_drafts;
    FavouriteKeeper m_favourites;
    PlaceKeeper m_places;
};

} // namespace foyer
