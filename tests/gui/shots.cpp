// Fills the window by hand like the pictures of the design and saves it: foyer_shots FOLDER
#include "gui/memoryroomsource.h"
#include "support/fakeclock.h"

#include "models/appstate.h"
#include "ui/dialogs/moderationdialog.h"
#include "ui/mainwindow.h"
#include "ui/room/roompage.h"
#include "ui/theme.h"
#include "ui/timeline/imageshelf.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QBuffer>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextStream>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

QDateTime at(int hour, int minute)
{
    return QDateTime(QDate(2026, 11, 23), QTime(hour, minute), Qt::UTC);
}

RoomAddress room(const QString &id)
{
    return RoomAddress::parse(id + u"@conference.example.org"_s).value();
}

/// Answers each room from its own list.
class ManyRooms : public RoomSource
{
public:
    MemoryRoomSource &of(const RoomAddress &address) const
    {
        auto &known = m_rooms[address.toString()];
        if (!known) {
            known = std::make_shared<MemoryRoomSource>();
        }
        return *known;
    }
    QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &address, MessageKey key, int limit) override
    {
        return of(address).itemsBefore(address, key, limit);
    }
    QFuture<Result<QList<TimelineItem>>> itemsAfter(const RoomAddress &address, MessageKey key, int limit) override
    {
        return of(address).itemsAfter(address, key, limit);
    }
    QFuture<Result<int>> loadOlder(const RoomAddress &address) override { return of(address).loadOlder(address); }
    QList<Occupant> occupants(const RoomAddress &address) const override { return of(address).people; }

private:
    mutable QHash<QString, std::shared_ptr<MemoryRoomSource>> m_rooms;
};

Occupant person(const QString &nickname, foyer::Role role)
{
    Occupant occupant;
    occupant.nickname = nickname;
    occupant.role = role;
    occupant.occupantId = nickname;
    return occupant;
}

QList<TimelineItem> story()
{
    return {aRow(1, u"carol"_s, u"We go live in ten minutes. Camera two is still dark."_s, at(14, 5)),
            aRow(2, u"bob"_s, u"On it. @alice can you check the feed?"_s, at(14, 6)),
            anOwnRow(3, u"Feed is fine, it was the cable. Back in a second."_s, at(14, 6), DeliveryState::Delivered)};
}

QList<TimelineItem> afterOutage()
{
    return {aRow(4, u"carol"_s, u"Sound check done."_s, at(14, 29)),
            aRow(5, u"dave"_s, u"Audio levels look right now. https://status.example.org/live"_s, at(14, 31)),
            aRow(6, u"bob"_s, u"The second take is up 🎉"_s, at(14, 32))};
}

JoinResult joinOf(const QString &name, int count)
{
    JoinResult result;
    result.name = name;
    result.memberCount = count;
    result.joinedAt = at(14, 15);
    result.nickname = u"alice"_s;
    return result;
}

class Stage
{
public:
    explicit Stage(QApplication &application) : theme(application), state(source, clock), window({theme, state})
    {
        clock.setNow(at(14, 33));
        state.setAccount(*Jid::parse(u"alice@example.org"));
        state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
        fillRooms();
        window.resize(1240, 760);
        window.show();
    }

    void fillRooms()
    {
        const auto small = [this](const QString &id, const QString &name, const TimelineItem &last) {
            source.of(room(id)).items = {last};
            state.onJoined(room(id), joinOf(name, 3));
        };
        source.of(launch).items = story();
        source.of(launch).people = {
            person(u"bob"_s, foyer::Role::Moderator),     person(u"carol"_s, foyer::Role::Moderator),
            person(u"alice"_s, foyer::Role::Participant), person(u"dave"_s, foyer::Role::Participant),
            person(u"erin"_s, foyer::Role::Participant),  person(u"spammy"_s, foyer::Role::Visitor)};
        state.onJoined(launch, joinOf(u"Launch room"_s, 1204));
        small(u"qa"_s, u"QA & bugs"_s, anOwnRow(1, u"rejoin test is green"_s, at(14, 10), DeliveryState::Delivered));
        small(u"ops"_s, u"Ops on call"_s,
              aRow(1, u"node 2"_s, u"node 2 restarted clean and took its share"_s, at(13, 55)));
        small(u"zh"_s, u"中文聊天室"_s, aRow(1, u"dave"_s, u"大家好 👋"_s, at(12, 20)));
        small(u"he"_s, u"חדר עברית"_s, aRow(1, u"erin"_s, u"שלום לכולם"_s, at(11, 2)));
        state.setWindowActive(true);
    }

    void settle() { QTest::qWait(30); }

    void shoot(const QString &name)
    {
        settle();
        window.grab().save(folder + u'/' + name + u".png"_s);
    }

    void outage(bool over)
    {
        state.onConnectionLost(Error::make(ErrorKind::ServerUnreachable));
        source.of(launch).items = story() + afterOutage();
        QList<StoredMessage> rows;
        for (const auto &item : afterOutage()) {
            rows.append(item.message);
        }
        state.onMessagesStored(launch, rows);
        if (over) {
            state.onRejoined(launch, joinOf(u"Launch room"_s, 1204), {25 * 60 * 1000, 37, 10, 0, true, false});
            return;
        }
        state.onConnectionStateChanged(
            {ConnectionState::Kind::Waiting, 2, 16'000, Error::make(ErrorKind::ServerUnreachable)});
        clock.advance(12'000);
    }

    FakeClock clock;
    Theme theme;
    ManyRooms source;
    AppState state;
    MainWindow window;
    RoomAddress launch = room(u"launch"_s);
    QString folder;
};

void shootAll(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    stage.outage(true);
    stage.shoot(u"main-light"_s);
    stage.window.resize(820, 640);
    stage.shoot(u"narrow"_s);
    stage.window.resize(480, 640);
    stage.shoot(u"narrower"_s);
    stage.window.resize(1240, 760);

    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"dark-receipt"_s);
    stage.theme.setMode(Theme::Mode::Contrast);
    stage.shoot(u"contrast"_s);
    stage.theme.setMode(Theme::Mode::Light);

    auto &items = stage.source.of(stage.launch).items;
    items.append(anOwnRow(10, u"On my way, give me two minutes."_s, at(14, 32), DeliveryState::Delivered));
    items.append(
        anOwnRow(11,
                 u"And a longer one that wraps over more than one line, because the window is only so wide and "
                 "words go on: one, two, three, four, five, six, seven."_s,
                 at(14, 33), DeliveryState::Sent));
    items.append(anOwnRow(12, u"Checking this one"_s, at(14, 33), DeliveryState::Checking));
    items.append(anOwnRow(13, u"Waiting"_s, at(14, 33), DeliveryState::Queued));
    auto failed = anOwnRow(14, u"This did not go out"_s, at(14, 33), DeliveryState::Failed);
    failed.message.failure = u"The server did not answer in time."_s;
    items.append(failed);
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"states"_s);
    for (int i = 0; i < 30; ++i) {
        items.append(aRow(100 + i, i % 5 < 3 ? u"bob"_s : u"erin"_s, u"Message number %1"_s.arg(i), at(14, 34)));
    }
    stage.state.onTimelineChanged(stage.launch);
    stage.settle();
    stage.window.findChild<TimelineView *>()->scrollByPixels(-200);
    stage.state.onMessagesStored(stage.launch, {aRow(20, u"bob"_s, u"x"_s, at(14, 34)).message});
    stage.shoot(u"pill"_s);
}

void shootStyled(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    auto &items = stage.source.of(stage.launch).items;
    items = {aRow(1, u"carol"_s, u"*Strong*, _emphasis_, ~out~ and `code *x*` 🎉👍🏽❤️ 1 2 #"_s, at(14, 5)),
             aRow(2, u"carol"_s, u"> We go live in ten minutes.\n> And so on.\nGood."_s, at(14, 6)),
             aRow(3, u"bob"_s, u"```\nint main()\n{\n    return 0;\n}\n```\nthat is all"_s, at(14, 7)),
             aRow(9, u"bob"_s, u"ככה:\n```\nif (a[0] < b) {\n    return;\n}\n```"_s, at(14, 7)),
             aRow(4, u"dave"_s, u"/me waves at @alice"_s, at(14, 8)),
             aRow(5, u"erin"_s, u"שלום לכולם, מה שלומכם היום? https://example.org/a"_s, at(14, 9)),
             anOwnRow(6, u"Fine, and you?"_s, at(14, 10), DeliveryState::Delivered)};
    auto failed = anOwnRow(7, u"Not out"_s, at(14, 10), DeliveryState::Failed);
    failed.message.failure = u"The server did not answer in time."_s;
    items.append(failed);
    items.append(aGap(7, 8, GapReason::LoadFailed, at(14, 11), at(14, 12)));
    items.append(aRow(8, u"bob"_s, u"Back."_s, at(14, 12)));
    items[1].message.edited = true;
    items[6].message.reply = ReplyReference{u"5"_s, 5, u"erin"_s, items[5].message.body};
    items[4].message.reactions = {{u"🎉"_s, {u"bob"_s, u"alice"_s}, true}, {u"👍"_s, {u"bob"_s}, false}};
    items[9].message.retracted = true;
    items[9].message.retractedBy = u"carol"_s;
    items[9].message.retractReason = u"off topic"_s;
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"styled"_s);
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"styled-rtl-dark"_s);
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
}

/// A landscape, so that edges and corners can be judged.
QImage landscape(const QSize &size)
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&image);
    QLinearGradient sky(0, 0, 0, size.height());
    sky.setColorAt(0, QColor(70, 130, 200));
    sky.setColorAt(1, QColor(240, 210, 170));
    painter.fillRect(image.rect(), sky);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(60, 90, 70));
    painter.drawEllipse(QPointF(size.width() * 0.3, size.height() * 1.1), size.width() * 0.5, size.height() * 0.5);
    painter.setBrush(QColor(40, 70, 60));
    painter.drawEllipse(QPointF(size.width() * 0.8, size.height() * 1.2), size.width() * 0.5, size.height() * 0.5);
    return image;
}

void shootImages(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    const QStringList addresses{u"https://files.example.org/2026/stage%20plan.png"_s,
                                u"https://files.example.org/gone.jpg"_s, u"https://elsewhere.example/slow.gif"_s,
                                u"https://files.example.org/view.jpeg"_s, u"https://files.example.org/tall.png"_s};
    ImageShelf &images = stage.window.images();
    images.agree(QUrl(addresses[1]));
    images.fail(QUrl(addresses[1]), u"The image is no longer there."_s);
    images.agree(QUrl(addresses[2]));
    const qreal ratio = application.devicePixelRatio();
    images.put(QUrl(addresses[3]), landscape((QSizeF(320, 213) * ratio).toSize()));
    images.put(QUrl(addresses[4]), landscape((QSizeF(120, 240) * ratio).toSize()));
    auto &items = stage.source.of(stage.launch).items;
    items = {aRow(1, u"carol"_s, addresses[0], at(14, 5)), aRow(2, u"bob"_s, addresses[1], at(14, 6)),
             anOwnRow(3, addresses[2], at(14, 7), DeliveryState::Delivered),
             aRow(4, u"dave"_s, addresses[3], at(14, 8)), aRow(5, u"dave"_s, addresses[4], at(14, 8))};
    items[3].message.reactions = {{u"🎉"_s, {u"bob"_s, u"alice"_s}, true}};
    stage.state.onTimelineChanged(stage.launch);
    stage.window.resize(1240, 1700);
    stage.shoot(u"images"_s);
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"images-rtl-dark"_s);
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    stage.theme.setMode(Theme::Mode::Contrast);
    stage.theme.setZoom(200);
    stage.shoot(u"images-contrast-zoomed"_s);
    stage.theme.setZoom(Theme::usualZoom);
    stage.theme.setMode(Theme::Mode::Light);
    stage.window.resize(1240, 760);
    stage.settle();
    auto *view = stage.window.findChild<TimelineView *>();
    view->setCurrentRow(3);
    view->activateCurrent();
    Q_EMIT images.fullCame(QUrl(addresses[3]), landscape({1500, 1000}));
    stage.settle();
    auto *viewer = stage.window.findChild<QDialog *>(u"imageViewer"_s);
    viewer->grab().save(folder + u"/imageviewer.png"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.settle();
    viewer->grab().save(folder + u"/imageviewer-dark.png"_s);
}

void shootSelection(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    auto &items = stage.source.of(stage.launch).items;
    items = story() + afterOutage();
    for (auto &item : items) {
        item.message.archiveId = QString::number(item.message.key);
    }
    stage.state.onTimelineChanged(stage.launch);
    stage.settle();
    auto *view = stage.window.findChild<TimelineView *>();
    RoomPageState *page = stage.state.activePage();
    page->timeline().setAbilities([page] { return page->abilities(); });
    const auto on = [view](int row) { return QPoint(120, view->visualRect(row).bottom() - 8); };
    const auto move = [view](const QPoint &to, Qt::MouseButtons buttons) {
        QMouseEvent event(QEvent::MouseMove, to, view->viewport()->mapToGlobal(to), Qt::NoButton, buttons, {});
        QApplication::sendEvent(view->viewport(), &event);
    };
    move(on(1), {});
    stage.shoot(u"hover"_s);
    QTest::mouseClick(stage.window.findChild<QToolButton *>(u"reactMessageToolButton"_s), Qt::LeftButton);
    stage.settle();
    auto *popup = view->findChild<QWidget *>(u"reactionPopup"_s);
    popup->grab().save(folder + u"/reactions.png"_s);
    popup->close();
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, on(1));
    move(on(3), Qt::LeftButton);
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, on(3));
    stage.shoot(u"selected"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"selected-dark"_s);
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, on(0));
    move(on(0) + QPoint(200, 0), Qt::LeftButton);
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, on(0) + QPoint(200, 0));
    stage.shoot(u"selected-text-dark"_s);
}

void shootCatchUp(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    stage.state.onRoomStateChanged(stage.launch, RoomState::CatchingUp);
    stage.state.onCatchUpProgressed(stage.launch, {1210, 1204});
    stage.clock.advance(2000);
    stage.shoot(u"catching-up"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"catching-up-dark"_s);
}

void shootMuted(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Dark);
    stage.outage(false);
    auto &items = stage.source.of(stage.launch).items;
    items = story();
    items.append(aGap(3, 5, GapReason::RetentionEnded, at(14, 6), at(14, 31)));
    items.append(afterOutage()[1]);
    items.append(afterOutage()[2]);
    MuteState mute;
    mute.canSpeak = false;
    mute.userMutedHere = true;
    mute.until = at(15, 0);
    stage.state.onMuteStateChanged(stage.launch, mute);
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"main-dark"_s);
    stage.theme.setMode(Theme::Mode::Light);
    auto *view = stage.window.findChild<TimelineView *>();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(3).center());
    stage.state.onMuteStateChanged(stage.launch, {});
    stage.shoot(u"gap"_s);
    // The connection went while a catch-up was reading.
    items[3] = aGap(3, 5, GapReason::NotLoaded, at(14, 6), at(14, 31));
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"owed"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"owed-dark"_s);
    stage.theme.setMode(Theme::Mode::Light);
    items = story();
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"offline"_s);
    stage.state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    mute.by = u"bob"_s;
    mute.reason = u"off topic"_s;
    stage.state.onMuteStateChanged(stage.launch, mute);
    stage.shoot(u"muted"_s);
}

void shootLeft(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    stage.source.of(stage.launch).items = story().mid(0, 2);
    stage.state.onTimelineChanged(stage.launch);
    stage.state.onLeft(stage.launch, {LeaveReason::Kind::Kicked, u"bob"_s, u"off topic"_s, {}});
    stage.window.resize(1240, 560);
    stage.shoot(u"left"_s);
}

/// A picture, attached, on its way, and one that did not arrive.
void shootAttachments(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    stage.source.of(stage.launch).items = story();
    stage.state.onTimelineChanged(stage.launch);
    AttachmentList &files = stage.state.page(stage.launch)->composer().attachments();
    files.setOffer({UploadOffer::State::Yes, 10485760});
    QImage image(160, 120, QImage::Format_RGB32);
    image.fill(stage.theme.tokens().accent);
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    const AttachmentId picture = files.add({u"picture.png"_s, {}, png}, 384'112).value();
    files.setThumbnail(picture, png);
    stage.settle();
    stage.shoot(u"attached"_s);
    const AttachmentId plan = files.add({u"Plan for the launch (2).pdf"_s, {}, "x"}, 3'400'000).value();
    const AttachmentId film = files.add({u"film.mp4"_s, {}, "x"}, 9'900'000).value();
    for (const AttachmentId id : {picture, plan, film}) {
        files.send(id);
    }
    files.setSent(plan, 1'400'000);
    files.setFailed(film, u"The connection was lost on the way. Try again."_s);
    stage.shoot(u"sending"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"sending-dark"_s);
    stage.window.resize(480, 700);
    stage.settle();
    stage.shoot(u"sending-narrow-dark"_s);
    stage.window.resize(1240, 560);
    stage.window.setLayoutDirection(Qt::RightToLeft);
    stage.settle();
    stage.shoot(u"sending-rtl-dark"_s);
}

void shootComposer(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    stage.source.of(stage.launch).items = story();
    stage.state.onTimelineChanged(stage.launch);
    stage.settle();
    auto *edit = stage.window.findChild<QPlainTextEdit *>(u"messagePlainTextEdit"_s);
    QTest::keyClicks(edit, u"@"_s);
    stage.shoot(u"nicknames"_s);
    edit->clear();
    QTest::keyClicks(edit, u"/"_s);
    stage.shoot(u"commands"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"commands-dark"_s);
    edit->clear();
    QTest::keyClicks(edit, u"/leaev"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    stage.shoot(u"unknown-command-dark"_s);
    edit->clear();
    auto *page = stage.window.findChild<RoomPage *>(u"roomPage"_s);
    page->beginReply(2);
    stage.shoot(u"reply-dark"_s);
    stage.theme.setMode(Theme::Mode::Light);
    page->beginEdit(3);
    stage.shoot(u"edit"_s);
    edit->clear();
    QTest::mouseClick(stage.window.findChild<QToolButton *>(u"emojiToolButton"_s), Qt::LeftButton);
    stage.shoot(u"emoji"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    QTest::keyClicks(stage.window.findChild<QLineEdit *>(u"emojiSearchLineEdit"_s), u"cat"_s);
    stage.shoot(u"emoji-dark"_s);
}

void shootPeople(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    Occupant dave = person(u"dave"_s, foyer::Role::Participant);
    dave.affiliation = Affiliation::Member;
    dave.realJid = *Jid::parse(u"dave@example.org");
    dave.extra = u"Camera two, on the left. Back from the break at three, then on the mixing desk until the end."_s;
    stage.state.onOccupantsChanged(stage.launch, {{}, {}, {dave}, 1204});
    stage.settle();
    auto *list = stage.window.findChild<QListView *>(u"peopleListView"_s);
    const QRect row = list->visualRect(list->model()->index(5, 0));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row.center());
    stage.shoot(u"person"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"person-dark"_s);
    QTest::keyClicks(stage.window.findChild<QLineEdit *>(u"peopleFilterLineEdit"_s), u"ca"_s);
    stage.shoot(u"people-filter-dark"_s);
    ModerationDialog dialog(stage.theme, Moderation::Kind::Ban, u"spammy"_s);
    dialog.show();
    stage.settle();
    dialog.grab().save(folder + u"/ban-dark.png"_s);
    stage.theme.setMode(Theme::Mode::Light);
    stage.settle();
    dialog.grab().save(folder + u"/ban.png"_s);
}

void shootRooms(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    stage.theme.setMode(Theme::Mode::Light);
    const RoomAddress ops = room(u"ops"_s);
    stage.state.page(ops)->setFavourite(true);
    QList<StoredMessage> rows;
    for (int i = 0; i < 12; ++i) {
        rows.append(aRow(50 + i, u"node 2"_s, i < 2 ? u"alice: look"_s : u"restarted"_s, at(14, 20 + i)).message);
    }
    stage.state.onMessagesStored(ops, rows);
    stage.state.onMessagesStored(room(u"qa"_s), {aRow(50, u"bob"_s, u"and another"_s, at(14, 31)).message});
    stage.state.onRoomStateChanged(room(u"he"_s), RoomState::Rejoining);
    stage.state.onJoinFailed(room(u"zh"_s), Error::make(ErrorKind::MembersOnly));
    stage.state.onLeft(room(u"qa"_s), {LeaveReason::Kind::ByUser, {}, {}, {}});
    stage.shoot(u"rooms"_s);
    stage.theme.setMode(Theme::Mode::Dark);
    stage.shoot(u"rooms-dark"_s);
}

/// What the keyboard opens, and large text.
void shootKeyboard(QApplication &application, const QString &folder)
{
    Stage stage(application);
    stage.folder = folder;
    for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark, Theme::Mode::Contrast}) {
        stage.theme.setMode(mode);
        const QString look = mode == Theme::Mode::Light  ? u""_s
                             : mode == Theme::Mode::Dark ? u"-dark"_s
                                                         : u"-contrast"_s;
        for (const auto &[key, name] :
             {std::pair(Qt::Key_K, u"switcher"_s), std::pair(Qt::Key_Slash, u"shortcuts"_s)}) {
            stage.window.activateWindow();
            if (!QTest::qWaitForWindowActive(&stage.window)) {
                qFatal("the window does not become active");
            }
            QTest::keyClick(&stage.window, key, Qt::ControlModifier);
            stage.settle();
            QWidget *dialog = QApplication::activeModalWidget();
            dialog->grab().save(folder + u'/' + name + look + u".png"_s);
            dialog->close();
            stage.settle();
        }
        stage.shoot(u"keyboard"_s + look);
    }
    stage.theme.setMode(Theme::Mode::Light);
    stage.theme.setZoom(200);
    stage.shoot(u"zoomed"_s);
    stage.theme.setZoom(Theme::usualZoom);
}

void shootEmpty(QApplication &application, const QString &folder)
{
    FakeClock clock;
    Theme theme(application);
    theme.setMode(Theme::Mode::Light);
    MemoryRoomSource source;
    AppState state(source, clock);
    MainWindow window({theme, state});
    window.show();
    QTest::qWait(20);
    window.grab().save(folder + u"/signedout.png"_s);
    state.setAccount(*Jid::parse(u"alice@example.org"));
    state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    window.grab().save(folder + u"/norooms.png"_s);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QFont font = application.font();
    font.setPointSizeF(11);
    application.setFont(font);
    if (application.arguments().size() != 2) {
        QTextStream(stderr) << "usage: foyer_shots FOLDER\n";
        return 2;
    }
    const QString folder = application.arguments().at(1);
    QDir().mkpath(folder);
    shootAll(application, folder);
    shootSelection(application, folder);
    shootStyled(application, folder);
    shootImages(application, folder);
    shootCatchUp(application, folder);
    shootMuted(application, folder);
    shootLeft(application, folder);
    shootComposer(application, folder);
    shootAttachments(application, folder);
    shootKeyboard(application, folder);
    shootRooms(application, folder);
    shootPeople(application, folder);
    shootEmpty(application, folder);
    return 0;
}
