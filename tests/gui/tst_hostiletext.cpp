#include "gui/windowstage.h"

#include "models/displaytext.h"
#include "ui/timeline/imageshelf.h"
#include "ui/timeline/rowlayout.h"
#include "ui/widgets/elidedlabel.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QLabel>
#include <QListView>
#include <QTcpServer>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

/// Texts that some renderer somewhere takes for more than letters. %1 is the address of a listening server.
const QStringList hostileTexts{
    u"<b>bold</b>"_s,
    u"<i>a</i><u>b</u><s>c</s>"_s,
    u"<img src='http://%1/a.png'>"_s,
    u"<img src=http://%1/b.png width=5000 height=5000>"_s,
    u"<a href='http://%1/c'>click me</a>"_s,
    u"<a href='file:///etc/passwd'>my holiday</a>"_s,
    u"<table><tr><td>1</td></tr></table>"_s,
    u"<!DOCTYPE html><html><body onload=alert(1)>x</body></html>"_s,
    u"<style>* { display: none }</style>"_s,
    u"<style>@import url('http://%1/d.css');</style>"_s,
    u"<script>alert('x')</script>"_s,
    u"<svg onload='fetch(\"http://%1/e\")'></svg>"_s,
    u"<iframe src='http://%1/f'></iframe>"_s,
    u"<object data='http://%1/g'></object>"_s,
    u"<link rel=stylesheet href='http://%1/h.css'>"_s,
    u"<meta http-equiv=refresh content='0;url=http://%1/i'>"_s,
    u"<h1>Server notice: you must sign in again</h1>"_s,
    u"<font color=white>unseen</font>"_s,
    u"<br><hr><p>three</p>"_s,
    u"<ol><li>one</li></ol>"_s,
    u"<pre> pre </pre>"_s,
    u"<qt>Qt's own</qt>"_s,
    u"&lt;b&gt;already escaped&lt;/b&gt;"_s,
    u"&amp;&nbsp;&#x41;&copy;"_s,
    u"R&D && S&ave"_s,
    u"<![CDATA[ x ]]>"_s,
    u"<?xml version='1.0'?><x/>"_s,
    u"<!-- comment --> seen"_s,
    u"![image](http://%1/j.png)"_s,
    u"[link](javascript:alert(1))"_s,
    u"# heading"_s,
    u"``` code ``` `x` *b* _i_ ~s~"_s,
    u"%1 %2 %n %s %d"_s,
    u"{0} ${HOME} $(id) `id`"_s,
    u"'; DROP TABLE messages; --"_s,
    u"\\n \\u202e \\x41 \\"_s,
    u"javascript:alert(document.cookie)"_s,
    u"file:///etc/passwd"_s,
    u"data:text/html;base64,PGI+eDwvYj4="_s,
    u"\"quoted\" 'single' \"\"\""_s,
    u"../../../../etc/passwd"_s,
    u"CON.txt / NUL: *?|<>"_s,
};

} // namespace

/// Text from outside appears letter by letter wherever the window shows it (security rules S18, S19 and S22).
class TestHostileText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void inTheTimeline_data() { addTexts(); }
    void inTheTimeline();
    void inRoomNamesAndSubjects_data() { addTexts(); }
    void inRoomNamesAndSubjects();
    void inTheListOfPeople_data() { addTexts(); }
    void inTheListOfPeople();
    void inFileNamesOfImages_data() { addTexts(); }
    void inFileNamesOfImages();
    void inNamesOfFiles_data() { addTexts(); }
    void inNamesOfFiles();
    void inReasons_data() { addTexts(); }
    void inReasons();
    void nothingWasFetched();

private:
    void addTexts() const;
    /// No widget would read its text, or what floats above it, as rich text.
    void verifyNothingIsRich() const;
    /// Some label or button shows \a text, under whatever name.
    bool isShown(const QString &text) const;

    QTcpServer m_listener;
    std::unique_ptr<WindowStage> m_stage;
};

void TestHostileText::initTestCase()
{
    QVERIFY(m_listener.listen(QHostAddress::LocalHost));
    QVERIFY(hostileTexts.size() >= 40);
}

void TestHostileText::init()
{
    m_stage = std::make_unique<WindowStage>();
}

void TestHostileText::cleanup()
{
    if (m_stage) {
        // Painting is where a renderer would fetch.
        QVERIFY(!m_stage->window->grab().isNull());
        verifyNothingIsRich();
    }
    m_stage.reset();
}

void TestHostileText::addTexts() const
{
    QTest::addColumn<QString>("text");
    const QString address = u"127.0.0.1:"_s + QString::number(m_listener.serverPort());
    int number = 0;
    for (QString text : hostileTexts) {
        text.replace(u"//%1/"_s, u"//"_s + address + u'/');
        QTest::addRow("%02d %s", ++number, qPrintable(text.left(24))) << text;
    }
}

void TestHostileText::verifyNothingIsRich() const
{
    for (const QWidget *widget : m_stage->window->findChildren<QWidget *>()) {
        QVERIFY2(!Qt::mightBeRichText(widget->toolTip()), qPrintable(widget->objectName() + u" tool tip"_s));
        const auto *label = qobject_cast<const QLabel *>(widget);
        QVERIFY2(!label || label->textFormat() == Qt::PlainText || !Qt::mightBeRichText(label->text()),
                 qPrintable(widget->objectName()));
        const auto *view = qobject_cast<const QAbstractItemView *>(widget);
        for (int row = 0; view && view->model() && row < view->model()->rowCount(); ++row) {
            const QString tip = view->model()->index(row, 0).data(Qt::ToolTipRole).toString();
            QVERIFY2(!Qt::mightBeRichText(tip), qPrintable(widget->objectName() + u" tool tip of a row"_s));
        }
    }
}

bool TestHostileText::isShown(const QString &text) const
{
    for (const QWidget *widget : m_stage->window->findChildren<QWidget *>()) {
        QString words;
        if (const auto *elided = qobject_cast<const ElidedLabel *>(widget)) {
            words = elided->words();
        } else if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            words = label->text();
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
            words = button->text().replace(u"&&"_s, u"&"_s);
        }
        if (words.contains(text)) {
            return true;
        }
    }
    return false;
}

void TestHostileText::inTheTimeline()
{
    QFETCH(QString, text);
    m_stage->join(m_stage->tea, u"Tea"_s);
    m_stage->show({aRow(1, text, text, m_stage->at(0))});
    TimelineModel *model = m_stage->timeline()->model();
    QCOMPARE(model->rowCount(), 1);
    const auto layout = layOutRow(model->row(0), {m_stage->theme, u"alice"_s, m_stage->clock.now(), 4000, false});
    QCOMPARE(layout->name, displaytext::oneLine(text));
    QCOMPARE(layout->body->text(), text);
    for (const displaytext::Range &link : layout->links) {
        // What one sees is where it leads, and nothing but the web and mail is a link at all.
        const QString target = layout->body->text().mid(link.start, link.length);
        QVERIFY2(target.startsWith(u"http"_s) || target.startsWith(u"mailto:"_s), qPrintable(target));
    }
}

void TestHostileText::inRoomNamesAndSubjects()
{
    QFETCH(QString, text);
    m_stage->join(m_stage->tea, text);
    m_stage->state.onSubjectChanged(m_stage->tea, text, text, m_stage->at(0));
    const QString line = displaytext::oneLine(text);
    QCOMPARE(m_stage->find<ElidedLabel>(u"roomNameLabel"_s)->words(), line);
    QCOMPARE(
        m_stage->find<QListView>(u"roomsListView"_s)->model()->index(0, 0).data(RoomListModel::NameRole).toString(),
        line);
    QVERIFY(m_stage->window->windowTitle().contains(line));
}

void TestHostileText::inTheListOfPeople()
{
    QFETCH(QString, text);
    m_stage->join(m_stage->tea, u"Tea"_s);
    Occupant occupant;
    occupant.nickname = text;
    occupant.role = foyer::Role::Participant;
    occupant.extra = text;
    m_stage->state.onOccupantsChanged(m_stage->tea, {{occupant}, {}, {}, 1});
    const QAbstractItemModel *people = m_stage->find<QListView>(u"peopleListView"_s)->model();
    bool found = false;
    for (int row = 0; row < people->rowCount(); ++row) {
        found = found || people->index(row, 0).data(Qt::DisplayRole).toString() == displaytext::oneLine(text);
    }
    QVERIFY(found);
}

void TestHostileText::inFileNamesOfImages()
{
    QFETCH(QString, text);
    m_stage->join(m_stage->tea, u"Tea"_s);
    const QString address = u"https://example.org/"_s + QString::fromLatin1(QUrl::toPercentEncoding(text + u".png"_s));
    m_stage->show({aRow(1, u"bob"_s, address, m_stage->at(0))});
    ImageShelf &images = m_stage->window->images();
    const RowContext context{m_stage->theme, u"alice"_s, m_stage->clock.now(), 4000, false, false, &images};
    const auto layout = layOutRow(m_stage->timeline()->model()->row(0), context);
    QVERIFY(layout->image);
    QCOMPARE(layout->image->name, displaytext::oneLine(text + u".png"_s));
    // What went wrong may be a server's own words.
    images.fail(QUrl(address), text);
    const auto failed = layOutRow(m_stage->timeline()->model()->row(0), context);
    QCOMPARE(failed->image->hint, displaytext::oneLine(text));
    images.put(QUrl(address), QImage(9, 9, QImage::Format_ARGB32_Premultiplied));
    QTest::qWait(0);
    QTest::mouseClick(m_stage->timeline()->viewport(), Qt::LeftButton, {}, m_stage->timeline()->actionRect(0).center());
    QCOMPARE(displaytext::oneLine(m_stage->find<ElidedLabel>(u"imageNameLabel"_s)->words()),
             displaytext::oneLine(text + u".png"_s) + u" from example.org"_s);
    verifyNothingIsRich();
}

void TestHostileText::inNamesOfFiles()
{
    QFETCH(QString, text);
    m_stage->join(m_stage->tea, u"Tea"_s);
    AttachmentList &files = m_stage->state.page(m_stage->tea)->composer().attachments();
    files.setOffer({UploadOffer::State::Yes, 0});
    const auto added = files.add({text, {}, "x"}, 1);
    QVERIFY(added.isOk());
    QCOMPARE(m_stage->find<ElidedLabel>(u"attachmentNameLabel"_s)->words(), displaytext::oneLine(text));
    verifyNothingIsRich();
    files.setFailed(added.value(), Error::make(ErrorKind::ServerRefused, text).text);
    QVERIFY(m_stage->find<QLabel>(u"attachmentDetailLabel"_s)->text().contains(text));
}

void TestHostileText::inReasons()
{
    QFETCH(QString, text);
    m_stage->join(m_stage->tea, u"Tea"_s);
    MuteState mute;
    mute.canSpeak = false;
    mute.reason = text;
    m_stage->state.onMuteStateChanged(m_stage->tea, mute);
    const QString line = displaytext::oneLine(text);
    QVERIFY(isShown(line));
    verifyNothingIsRich();
    m_stage->state.onLeft(m_stage->tea, {LeaveReason::Kind::Kicked, text, text, {}});
    QVERIFY(m_stage->find<QLabel>(u"leftExplanationLabel"_s)->text().contains(line));
    verifyNothingIsRich();
    m_stage->state.onJoinFailed(m_stage->tea, Error::make(ErrorKind::ServerRefused, text));
    QVERIFY(isShown(line));
}

void TestHostileText::nothingWasFetched()
{
    QTest::qWait(0);
    QVERIFY(!m_listener.hasPendingConnections());
}

QTEST_MAIN(TestHostileText)
#include "tst_hostiletext.moc"
