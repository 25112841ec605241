// The composer, the panes beside the timeline, what the keyboard opens.

#include "app/quitflow.h"
#include "shots/stage.h"

#include "ui/dialogs/moderationdialog.h"
#include "ui/room/messagequestions.h"
#include "ui/room/roompage.h"

#include <QApplication>
#include <QBuffer>
#include <QImage>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QToolButton>

namespace foyer
{

namespace
{

void left(Camera &camera)
{
    Stage stage(camera);
    stage.source.of(stage.launch).items = story().mid(0, 2);
    stage.state.onTimelineChanged(stage.launch);
    stage.state.onLeft(stage.launch, {LeaveReason::Kind::Kicked, u"bob"_s, u"off topic"_s, {}});
    stage.window.resize(1240, 560);
    stage.shoot(u"left"_s);
}

void composer(Camera &camera)
{
    Stage stage(camera);
    stage.source.of(stage.launch).items = story();
    stage.state.onTimelineChanged(stage.launch);
    stage.settle();
    auto *edit = stage.window.findChild<QPlainTextEdit *>(u"messagePlainTextEdit"_s);
    QTest::keyClicks(edit, u"@"_s);
    stage.shoot(u"nicknames"_s);
    edit->clear();
    QTest::keyClicks(edit, u"/"_s);
    stage.shoot(u"commands"_s);
    edit->clear();
    QTest::keyClicks(edit, u"/leaev"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    stage.shoot(u"unknown-command"_s);
    edit->clear();
    auto *page = stage.window.findChild<RoomPage *>(u"roomPage"_s);
    page->beginReply(2);
    stage.shoot(u"reply"_s);
    page->beginEdit(3);
    stage.shoot(u"edit"_s);
    // Changed, and then somebody is answered first.
    edit->setPlainText(u"Feed is fine, it was the plug. Back in a second."_s);
    page->beginReply(2);
    stage.shoot(u"edit-waits"_s);
    ComposerState &state = stage.state.page(stage.launch)->composer();
    state.dropAim();
    state.dropAim();
    edit->clear();
    QString draft;
    while (draft.size() < 140'000) {
        draft += u"Who brings what to the launch, from the beginning:\n"_s;
    }
    state.restoreDraft(draft);
    stage.shoot(u"long-draft"_s);
    state.restoreDraft({});
    edit->clear();
    QTest::mouseClick(stage.window.findChild<QToolButton *>(u"emojiToolButton"_s), Qt::LeftButton);
    stage.shoot(u"emoji"_s);
    QTest::keyClicks(stage.window.findChild<QLineEdit *>(u"emojiSearchLineEdit"_s), u"cat"_s);
    stage.shoot(u"emoji-search"_s);
}

void talk(Camera &camera)
{
    Stage stage(camera);
    stage.source.of(stage.launch).items = story();
    stage.state.onTimelineChanged(stage.launch);
    stage.state.onTypingChanged(stage.launch, {u"bob"_s, u"carol"_s});
    stage.state.onSlowModeChanged(stage.launch, 30);
    stage.shoot(u"typing"_s);
    auto *edit = stage.window.findChild<QPlainTextEdit *>(u"messagePlainTextEdit"_s);
    for (const QString &text : {u"Is the soundcheck done?"_s, u"The second camera is ready too."_s}) {
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
        stage.clock.advance(4000);
    }
    stage.shoot(u"slow-mode"_s);
}

void people(Camera &camera)
{
    Stage stage(camera);
    Occupant dave = person(u"dave"_s, foyer::Role::Participant);
    dave.affiliation = Affiliation::Member;
    dave.realJid = *Jid::parse(u"dave@example.org");
    dave.extra = u"Camera two, on the left. Back from the break at three, then on the mixing desk until the end."_s;
    stage.state.onOccupantsChanged(stage.launch, {{}, {}, {dave}, 6});
    stage.settle();
    auto *list = stage.window.findChild<QListView *>(u"peopleListView"_s);
    const QRect row = list->visualRect(list->model()->index(5, 0));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row.center());
    stage.shoot(u"person"_s);
    auto *filter = stage.window.findChild<QLineEdit *>(u"peopleFilterLineEdit"_s);
    QTest::mouseClick(filter, Qt::LeftButton);
    QTest::keyClicks(filter, u"ca"_s);
    stage.shoot(u"people-filter"_s);
    ModerationDialog dialog(stage.theme, {Moderation::Kind::Ban, u"spammy"_s, {}});
    camera.take(u"ban"_s, dialog);
}

void rooms(Camera &camera)
{
    Stage stage(camera);
    const RoomAddress ops = room(u"ops"_s);
    stage.state.page(ops)->setFavourite(true);
    // Into the store as well, or the list speaks of an older newest message than it counts.
    const auto arrive = [&stage](const RoomAddress &address, const TimelineItem &item) {
        stage.source.of(address).items.append(item);
        stage.state.onMessagesStored(address, {item.message});
    };
    for (int i = 0; i < 12; ++i) {
        arrive(ops, aRow(50 + i, u"node 2"_s, i < 2 ? u"alice: look"_s : u"restarted"_s, at(14, 20 + i)));
    }
    arrive(room(u"qa"_s), aRow(50, u"bob"_s, u"and another"_s, at(14, 31)));
    stage.state.onRoomStateChanged(room(u"he"_s), RoomState::Rejoining);
    stage.state.onJoinFailed(room(u"zh"_s), Error::make(ErrorKind::MembersOnly));
    stage.state.onLeft(room(u"qa"_s), {LeaveReason::Kind::ByUser, {}, {}, {}});
    stage.shoot(u"rooms"_s);
}

void keyboard(Camera &camera)
{
    Stage stage(camera);
    const auto activate = [&stage] {
        stage.window.activateWindow();
        if (!QTest::qWaitForWindowActive(&stage.window)) {
            qFatal("the window does not become active");
        }
    };
    for (const auto &[key, name] : {std::pair(Qt::Key_K, u"switcher"_s), std::pair(Qt::Key_Slash, u"shortcuts"_s)}) {
        activate();
        QTest::keyClick(&stage.window, key, Qt::ControlModifier);
        stage.settle();
        QWidget *dialog = QApplication::activeModalWidget();
        camera.take(name, *dialog);
        dialog->close();
        stage.settle();
    }
    activate();
    // Into the list of rooms and one further.
    QTest::keyClick(&stage.window, Qt::Key_F6);
    QTest::keyClick(stage.window.focusWidget(), Qt::Key_Down);
    stage.shoot(u"focus"_s);
}

/// What is asked before something is done that cannot be undone.
void questions(Camera &camera)
{
    Stage stage(camera);
    StoredMessage message = story().at(1).message;
    message.body += u" And the second one, which was dark a moment ago, please, before the guests arrive."_s;
    const auto take = [&stage, &camera](const QString &name) {
        auto *question = stage.window.findChild<QDialog *>(u"messageQuestion"_s);
        camera.take(name, *question);
        delete question;
    };
    askToRetract(stage.theme, &stage.window, message, [] {});
    take(u"question-delete"_s);
    askToModerate(stage.theme, &stage.window, message, [](const QString &) {});
    take(u"question-remove"_s);
    askToForget(stage.theme, &stage.window, u"Launch room"_s, [] {});
    auto *question = stage.window.findChild<QDialog *>(u"forgetQuestion"_s);
    camera.take(u"question-forget"_s, *question);
    delete question;
}

/// Text at twice its size, in a usual and in a narrow window.
void largeText(Camera &camera)
{
    Stage stage(camera);
    const int before = stage.theme.zoom();
    constexpr int twice = 200;
    stage.theme.setZoom(twice);
    stage.shoot(u"zoomed"_s);
    stage.window.resize(820, 640);
    stage.shoot(u"zoomed-narrow"_s);
    stage.theme.setZoom(before);
}

void emptyStates(Camera &camera)
{
    FakeClock clock;
    MemoryRoomSource source;
    AppState state(source, clock);
    MainWindow window({camera.theme(), state});
    camera.take(u"signed-out"_s, window);
    state.setAccount(*Jid::parse(u"alice@example.org"));
    state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    camera.take(u"no-rooms"_s, window);
}

/// A picture, attached, on its way, and one that did not arrive.
void attachments(Camera &camera)
{
    Stage stage(camera);
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
    stage.shoot(u"attached"_s);
    const AttachmentId plan = files.add({u"Plan for the launch (2).pdf"_s, {}, "x"}, 3'400'000).value();
    const AttachmentId film = files.add({u"film.mp4"_s, {}, "x"}, 9'900'000).value();
    for (const AttachmentId id : {picture, plan, film}) {
        files.send(id);
    }
    files.setSent(plan, 1'400'000);
    files.setFailed(film, translated("foyer::HttpUpload", "The connection was lost on the way. Try again."));
    stage.shoot(u"sending"_s);
    QuitFlow flow({stage.state, stage.window, stage.theme, false, [] { return false; }});
    flow.ask();
    auto *question = stage.window.findChild<QDialog *>(u"quitQuestion"_s);
    camera.take(u"question-quit"_s, *question);
    delete question;
    stage.window.resize(480, 700);
    stage.shoot(u"sending-narrow"_s);
}

} // namespace

QList<Scene> windowScenes()
{
    return {{u"left"_s, left},           {u"composer"_s, composer}, {u"attachments"_s, attachments},
            {u"talk"_s, talk},           {u"people"_s, people},     {u"rooms"_s, rooms},
            {u"questions"_s, questions}, {u"keyboard"_s, keyboard}, {u"large-text"_s, largeText},
            {u"empty"_s, emptyStates}};
}

} // namespace foyer
