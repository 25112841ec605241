// The dialogs that stand by themselves, in their states.

#include "shots/camera.h"

#include "gui/memoryconnection.h"
#include "support/fakeclock.h"

#include "ui/aboutdialog.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/dialogs/faultlabdialog.h"
#include "ui/dialogs/joindialog.h"
#include "ui/dialogs/roomchooser.h"
#include "ui/dialogs/serversettingsdialog.h"
#include "ui/dialogs/signindialog.h"
#include "ui/dialogs/startdialog.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

namespace foyer
{

using namespace Qt::StringLiterals;

namespace
{

void shootJoin(Camera &camera, const QString &name, const std::function<void(JoinDialog &)> &arrange = {})
{
    JoinDialog dialog(camera.theme());
    dialog.setOwnName(u"alice"_s);
    dialog.prefill(RoomAddress::parse(u"lunch"_s).value(), {});
    if (arrange) {
        arrange(dialog);
    }
    camera.take(name, dialog);
}

void shootSignIn(Camera &camera, const QString &name, const std::function<void(SignInDialog &)> &arrange = {})
{
    SignInDialog dialog(camera.theme());
    dialog.setAddress(u"alice@example.org"_s);
    if (arrange) {
        arrange(dialog);
    }
    camera.take(name, dialog);
}

/// The list below the room ID, opened by hand; \a typed empty: without any rooms.
void offerRooms(JoinDialog &dialog, const QString &typed)
{
    if (!typed.isEmpty()) {
        RoomSummary recent;
        recent.address = RoomAddress::parse(u"launch@rooms.example.org"_s).value();
        recent.name = u"Launch room"_s;
        dialog.rooms().setRecent({recent});
        QList<DirectoryRoom> rooms;
        for (const QString &name :
             {u"Language café"_s, u"Lab notes"_s, u"Late shift"_s,
              u"Atlas of everything that anybody ever drew by hand"_s, u"launch-rehearsal"_s, u"Glass lab"_s}) {
            const QString id = name.toLower().replace(u'é', u'e').replace(u' ', u'-');
            const int people = static_cast<int>(name.size()) * 3;
            rooms.append({RoomAddress::parse(id + u"@rooms.example.org"_s).value(), name, people});
        }
        dialog.rooms().setDirectory(rooms);
    } else {
        dialog.rooms().setDirectory({});
    }
    dialog.setVisible(true);
    if (!QTest::qWaitForWindowActive(&dialog)) {
        qWarning("the join dialog did not become active");
    }
    auto *field = dialog.findChild<QLineEdit *>(u"roomLineEdit"_s);
    field->setFocus();
    field->setText(typed);
    QTest::keyClick(field, Qt::Key_Down);
    QTest::keyClick(field, Qt::Key_Down);
}

void joinDialog(Camera &camera)
{
    shootJoin(camera, u"join"_s);
    shootJoin(camera, u"join-missing"_s,
              [](JoinDialog &dialog) { dialog.showError(Error::make(ErrorKind::RoomDoesNotExist, u"lunch"_s)); });
    shootJoin(camera, u"join-two-errors"_s, [](JoinDialog &dialog) {
        dialog.findChild<QLineEdit *>(u"roomLineEdit"_s)->setText(u"lunch@"_s);
        // Of something nobody sees.
        dialog.findChild<QLineEdit *>(u"nicknameLineEdit"_s)->setText(QString(QChar(0x200b)));
        dialog.findChild<QPushButton *>(u"joinButton"_s)->click();
    });
    shootJoin(camera, u"join-options"_s, [](JoinDialog &dialog) {
        dialog.findChild<QToolButton *>(u"optionsToolButton"_s)->setChecked(true);
        dialog.findChild<QPushButton *>(u"customHistoryButton"_s)->setChecked(true);
        dialog.setReplacedRoom(u"Launch room"_s);
        dialog.showError(Error::make(ErrorKind::PasswordRequired));
    });
    shootJoin(camera, u"join-rooms"_s, [](JoinDialog &dialog) { offerRooms(dialog, u"la"_s); });
    shootJoin(camera, u"join-no-rooms"_s, [](JoinDialog &dialog) { offerRooms(dialog, {}); });
    shootJoin(camera, u"join-busy"_s, [](JoinDialog &dialog) { dialog.setBusy(true); });
    shootJoin(camera, u"join-refused"_s, [](JoinDialog &dialog) {
        dialog.showError(Error::make(ErrorKind::ServerRefused, u"<b>Come back</b> on Monday, the rooms are closed."_s));
    });
}

/// An outage of the network, one of a room, the start of the program; a room that fares well and one that does not.
void fill(MemoryConnection &source, const QDateTime &now)
{
    const auto ago = [&now](int minutes) { return now.addSecs(-60 * minutes); };
    Outage start;
    start.kind = Outage::Kind::Start;
    start.lostAt = ago(3000);
    start.rooms = {MemoryConnection::back(u"launch"_s, {0, 214, 10, 0, true, false})};
    Outage network;
    network.lostAt = ago(90);
    network.cause = Error::make(ErrorKind::ServerUnreachable);
    network.lengthMs = 25 * 60 * 1000;
    network.attempts = 9;
    network.rooms = {MemoryConnection::back(u"launch"_s, {1500000, 37, 10, 0, true, false}),
                     MemoryConnection::back(u"qa"_s, {1500000, 1204, 10, 1, true, false}),
                     MemoryConnection::back(u"tea"_s, {1500000, 3, 0, 0, false, false})};
    Outage room;
    room.kind = Outage::Kind::Room;
    room.lostAt = ago(12);
    room.lengthMs = 4000;
    room.rooms = {MemoryConnection::back(u"launch"_s, {4000, 2, 10, 0, true, false})};
    Outage running;
    running.lostAt = now.addSecs(-12);
    running.cause = Error::make(ErrorKind::TimedOut);
    running.attempts = 3;
    running.rooms = {RoomReturn{MemoryConnection::address(u"launch"_s), {}, {}, {}}};
    source.told = {start, network, room, running};
    source.state = {ConnectionState::Kind::Waiting, 3, 4000, Error::make(ErrorKind::TimedOut)};
    const auto add = [&](const QString &id, const QString &name) -> RoomHealth & {
        RoomHealth &health = source.addRoom(id, name);
        health.proof = RoomHealth::Proof::Stanza;
        health.provedAt = now.addSecs(-4);
        health.hasArchive = true;
        health.newestArchiveId = u"x"_s;
        health.newestAt = ago(1);
        health.reachesNow = true;
        health.roundTripMs = 34;
        health.pingedAt = ago(2);
        return health;
    };
    add(u"launch"_s, u"Launch room"_s);
    add(u"qa"_s, u"A room whose title is so long that it cannot stand beside anything else on one line"_s).gaps = 2;
    RoomHealth &tea = source.addRoom(u"tea"_s, u"חדר עברית"_s);
    tea.proof = RoomHealth::Proof::SelfPresence;
    tea.provedAt = now.addSecs(-3);
    // Nobody is inside without a connection.
    for (RoomSummary &held : source.listed) {
        held.state = RoomState::Rejoining;
    }
    source.addRoom(u"old"_s, u"Old room"_s, RoomState::Failed);
    source.listed.last().error = Error::make(ErrorKind::MembersOnly);
}

void connectionDialog(Camera &camera)
{
    FakeClock clock;
    MemoryConnection source;
    ConnectionReport report(source, clock);
    {
        ConnectionDialog empty(camera.theme(), report);
        camera.take(u"connection-empty"_s, empty);
    }
    fill(source, clock.now());
    ConnectionDialog dialog(camera.theme(), report);
    camera.take(u"connection-outages"_s, dialog);
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"roomsPageButton"_s), Qt::LeftButton);
    dialog.showSaved(translated("foyer::ConnectionFlow", "Saved as %1.")
                         .arg(u"/home/alice/Documents/foyer-connection-2026-03-01-1200.json"_s));
    QTest::qWait(50);
    camera.take(u"connection-rooms"_s, dialog);
}

void signInDialog(Camera &camera)
{
    shootSignIn(camera, u"signin"_s);
    shootSignIn(camera, u"signin-wrong-password"_s, [](SignInDialog &dialog) {
        dialog.setSessionOnly(true);
        dialog.showError(Error::make(ErrorKind::NotAuthorized));
    });
    shootSignIn(camera, u"signin-weak"_s,
                [](SignInDialog &dialog) { dialog.showError(Error::make(ErrorKind::WeakSignIn)); });
    shootSignIn(camera, u"signin-advanced"_s, [](SignInDialog &dialog) {
        dialog.setServer(QUrl(u"wss://example.org/xmpp-websocket"_s));
        dialog.showError(Error::make(ErrorKind::TlsFailed));
    });
    shootSignIn(camera, u"signin-guest"_s, [](SignInDialog &dialog) {
        dialog.setMode(SignInMode::Guest);
        dialog.setLink(u"xmpp:launch@conference.example.org?join"_s);
    });
}

void aboutDialog(Camera &camera)
{
    AboutDialog about(camera.theme());
    camera.take(u"about"_s, about);
}

void startDialog(Camera &camera)
{
    StartDialog start(camera.theme());
    camera.take(u"start"_s, start);
    StartDialog failed(camera.theme());
    failed.showError({ErrorKind::StoreFailed,
                      translated("foyer::LocalServer",
                                 "%1 cannot be used: %2. Check its permissions and the free space, then try again.")
                          .arg(u"/home/alice/.local/share/foyer/server"_s, u"disk full"_s),
                      {}});
    camera.take(u"start-failed"_s, failed);
}

void serverSettings(Camera &camera)
{
    for (const QString &page : {u"rooms"_s, u"people"_s, u"api"_s, u"limits"_s}) {
        ServerSettingsDialog settings(camera.theme());
        settings.setValues({{u"single_user_multiple_rooms"_s, u"true"_s},
                            {u"room_creation"_s, u"everyone"_s},
                            {u"archive"_s, u"true"_s},
                            {u"history_depth"_s, u"50"_s},
                            {u"archive_retention_days"_s, u"0"_s},
                            {u"auto_destroy_minutes"_s, u"60"_s},
                            {u"offline_exit_seconds"_s, u"30"_s},
                            {u"max_body_bytes"_s, u"131072"_s},
                            {u"max_stanza_bytes"_s, u"262144"_s},
                            {u"app_key"_s, u"local"_s},
                            {u"app_secret"_s, u"fcbac06d725fbbaa57e3f24bbc834472"_s},
                            {u"callback_url"_s, u"ftp://example.org"_s}});
        settings.show();
        QTest::mouseClick(settings.findChild<QPushButton *>(page + u"PageButton"_s), Qt::LeftButton);
        if (page == "api"_L1) {
            settings.showProblem(u"callback_url"_s, translated("foyer::ServerSettingsFlow",
                                                               "Enter an http or https address, or leave it empty."));
        }
        camera.take(u"server-"_s + page, settings);
    }
}

void faultLab(Camera &camera)
{
    FaultLabDialog lab(camera.theme());
    lab.setMuted(true);
    camera.take(u"faultlab"_s, lab);
}

} // namespace

QList<Scene> dialogScenes()
{
    return {{u"join"_s, joinDialog},
            {u"sign-in"_s, signInDialog},
            {u"start"_s, startDialog},
            {u"about"_s, aboutDialog},
            {u"server-settings"_s, serverSettings},
            {u"fault-lab"_s, faultLab},
            {u"connection"_s, connectionDialog}};
}

} // namespace foyer
