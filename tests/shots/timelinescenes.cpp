// Messages, gaps and the states of a room's timeline.

#include "shots/stage.h"

#include "ui/timeline/imageshelf.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QDialog>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

namespace foyer
{

namespace
{

void mainStory(Camera &camera)
{
    Stage stage(camera);
    stage.outage(true);
    stage.shoot(u"main"_s);
    stage.window.resize(820, 640);
    stage.shoot(u"narrow"_s);
    stage.window.resize(480, 640);
    stage.shoot(u"narrower"_s);
    stage.window.resize(1240, 760);

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
    failed.message.failure =
        translated("foyer::Outbox", "This message was not delivered. Send it again, or delete it.");
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

void styledText(Camera &camera)
{
    Stage stage(camera);
    auto &items = stage.source.of(stage.launch).items;
    items = {aRow(1, u"carol"_s, u"*Strong*, _emphasis_, ~out~ and `code *x*` 🎉👍🏽❤️ 1 2 #"_s, at(14, 5)),
             aRow(2, u"carol"_s, u"> We go live in ten minutes.\n> And so on.\nGood."_s, at(14, 6)),
             aRow(3, u"bob"_s, u"```\nint main()\n{\n    return 0;\n}\n```\nthat is all"_s, at(14, 7)),
             aRow(9, u"bob"_s, u"ככה:\n```\nif (a[0] < b) {\n    return;\n}\n```"_s, at(14, 7)),
             aRow(4, u"dave"_s, u"/me waves at @alice"_s, at(14, 8)),
             aRow(5, u"erin"_s, u"שלום לכולם, מה שלומכם היום? https://example.org/a"_s, at(14, 9)),
             anOwnRow(6, u"Fine, and you?"_s, at(14, 10), DeliveryState::Delivered)};
    auto failed = anOwnRow(7, u"Not out"_s, at(14, 10), DeliveryState::Failed);
    failed.message.failure =
        translated("foyer::Outbox", "This message was not delivered. Send it again, or delete it.");
    items.append(failed);
    items.append(aGap(7, 8, GapReason::LoadFailed, at(14, 11), at(14, 12)));
    items.append(aRow(8, u"bob"_s, u"Back."_s, at(14, 12)));
    items[1].message.edited = true;
    items[6].message.reply = ReplyReference{u"5"_s, 5, u"erin"_s, items[5].message.body};
    items[4].message.reactions = {{u"🎉"_s, {u"bob"_s, u"alice"_s}, true}, {u"👍"_s, {u"bob"_s}, false}};
    items[9].message.retracted = true;
    items[9].message.retractedBy = u"carol"_s;
    items[9].message.retractReason = u"off topic"_s;
    auto unreadable = aRow(10, u"dave"_s, QString(), at(14, 13));
    unreadable.message.retracted = unreadable.message.unreadable = true;
    items.append(unreadable);
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"styled"_s);
}

void selection(Camera &camera)
{
    Stage stage(camera);
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
    camera.take(u"reactions"_s, *popup);
    popup->close();
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, on(1));
    move(on(3), Qt::LeftButton);
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, on(3));
    stage.shoot(u"selected"_s);
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, on(0));
    move(on(0) + QPoint(200, 0), Qt::LeftButton);
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, on(0) + QPoint(200, 0));
    stage.shoot(u"selected-text"_s);
}

void catchUp(Camera &camera)
{
    Stage stage(camera);
    stage.state.onRoomStateChanged(stage.launch, RoomState::Rejoining);
    stage.state.onRejoinFailed(stage.launch, Error::make(ErrorKind::NicknameInUse, u"alice"_s), true);
    stage.clock.advance(3000);
    stage.shoot(u"not-let-in"_s);
    stage.state.onRoomStateChanged(stage.launch, RoomState::CatchingUp);
    stage.state.onCatchUpProgressed(stage.launch, {1210, 1204});
    stage.clock.advance(2000);
    stage.shoot(u"catching-up"_s);
    stage.state.page(stage.launch)->banner().storesChanged(false);
    stage.clock.advance(3000);
    stage.shoot(u"not-stored"_s);
}

void mutedAndGaps(Camera &camera)
{
    Stage stage(camera);
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
    stage.state.onOccupantsChanged(stage.launch, {{}, {}, {person(u"alice"_s, foyer::Role::Visitor)}, 6});
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"offline-muted"_s);
    auto *view = stage.window.findChild<TimelineView *>();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(3).center());
    stage.state.onMuteStateChanged(stage.launch, {});
    stage.state.onOccupantsChanged(stage.launch, {{}, {}, {person(u"alice"_s, foyer::Role::Participant)}, 6});
    stage.shoot(u"gap"_s);
    // The connection went while a catch-up was reading.
    items[3] = aGap(3, 5, GapReason::NotLoaded, at(14, 6), at(14, 31));
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"owed"_s);
    items = story();
    stage.state.onTimelineChanged(stage.launch);
    stage.shoot(u"offline"_s);
    stage.state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    mute.by = u"bob"_s;
    mute.reason = u"off topic"_s;
    stage.state.onMuteStateChanged(stage.launch, mute);
    stage.state.onOccupantsChanged(stage.launch, {{}, {}, {person(u"alice"_s, foyer::Role::Visitor)}, 6});
    stage.shoot(u"muted"_s);
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

void images(Camera &camera)
{
    Stage stage(camera);
    const QStringList addresses{u"https://files.example.org/2026/stage%20plan.png"_s,
                                u"https://files.example.org/gone.jpg"_s, u"https://elsewhere.example/slow.gif"_s,
                                u"https://files.example.org/view.jpeg"_s, u"https://files.example.org/tall.png"_s};
    ImageShelf &shelf = stage.window.images();
    shelf.agree(QUrl(addresses[1]));
    shelf.fail(QUrl(addresses[1]), translated("ImageDownload", "The image is no longer there."), true);
    shelf.agree(QUrl(addresses[2]));
    const qreal ratio = qApp->devicePixelRatio();
    shelf.put(QUrl(addresses[3]), landscape((QSizeF(320, 213) * ratio).toSize()));
    shelf.put(QUrl(addresses[4]), landscape((QSizeF(120, 240) * ratio).toSize()));
    auto &items = stage.source.of(stage.launch).items;
    items = {aRow(1, u"carol"_s, addresses[0], at(14, 5)), aRow(2, u"bob"_s, addresses[1], at(14, 6)),
             anOwnRow(3, addresses[2], at(14, 7), DeliveryState::Delivered),
             aRow(4, u"dave"_s, addresses[3], at(14, 8)), aRow(5, u"dave"_s, addresses[4], at(14, 8))};
    items[3].message.reactions = {{u"🎉"_s, {u"bob"_s, u"alice"_s}, true}};
    stage.state.onTimelineChanged(stage.launch);
    stage.window.resize(1240, 1700);
    stage.shoot(u"images"_s);
    stage.window.resize(1240, 760);
    stage.settle();
    auto *view = stage.window.findChild<TimelineView *>();
    view->setCurrentRow(3);
    view->activateCurrent();
    Q_EMIT shelf.fullCame(QUrl(addresses[3]), landscape({1500, 1000}));
    stage.settle();
    camera.take(u"image-viewer"_s, *stage.window.findChild<QDialog *>(u"imageViewer"_s));
}

} // namespace

QList<Scene> timelineScenes()
{
    return {{u"main"_s, mainStory},      {u"styled"_s, styledText}, {u"images"_s, images},
            {u"selection"_s, selection}, {u"catch-up"_s, catchUp},  {u"gaps"_s, mutedAndGaps}};
}

} // namespace foyer
