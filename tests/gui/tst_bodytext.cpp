#include "ui/timeline/bodytext.h"

#include "gui/windowstage.h"
#include "ui/timeline/rowlayout.h"

#include <QDialog>
#include <QFontInfo>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestBodyText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTextStaysAsItWasWritten();
    void aMeCommandSpeaksOfItsSender();
    void aNameCannotTurnAMeCommandRound();
    void emojiHaveTheirOwnFontAndAreAsTallAsText();
    void quotationsAndCodeStandApart();
    void oddLinksAreAskedAboutFirst();
    void aRoomLinkIsHandedOn();
    void rightToLeftLayoutIsMirrored();
    void codeStaysFromLeftToRight();

private:
    static StoredMessage message(const QString &body)
    {
        StoredMessage message;
        message.nickname = u"carol"_s;
        message.body = body;
        return message;
    }
    static QTextCharFormat formatAt(const BodyText &body, int at)
    {
        QTextCharFormat format;
        for (const auto &range : body.formats) {
            if (at >= range.start && at < range.start + range.length) {
                format.merge(range.format);
            }
        }
        return format;
    }
    static void clickBody(const TimelineView *view, int row)
    {
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(80, view->visualRect(row).bottom() - 10));
    }
};

void TestBodyText::theTextStaysAsItWasWritten()
{
    Theme theme(*qApp);
    const QString words = u"*strong* _it_ ~out~ `code` <b>not</b> @alice https://example.org/"_s;
    const BodyText body = bodyText(message(words), u"alice"_s, theme);
    QCOMPARE(body.text, words);
    QCOMPARE(body.links.size(), 1);
    QCOMPARE(formatAt(body, 1).fontWeight(), int(QFont::Bold));
    QVERIFY(formatAt(body, 10).fontItalic());
    QVERIFY(formatAt(body, 16).fontStrikeOut());
    QVERIFY(formatAt(body, 22).hasProperty(QTextFormat::FontFamilies));
    QVERIFY(formatAt(body, 30).fontWeight() != QFont::Bold);
    QCOMPARE(formatAt(body, int(words.indexOf(u'@'))).background().color(), theme.tokens().accentSoft);
    QCOMPARE(formatAt(body, int(words.indexOf(u"https"))).foreground().color(), theme.tokens().accent);
}

void TestBodyText::aMeCommandSpeaksOfItsSender()
{
    Theme theme(*qApp);
    const BodyText body = bodyText(message(u"/me waves at alice"_s), u"alice"_s, theme);
    QCOMPARE(QString(body.text).remove(QChar(0x2068)).remove(QChar(0x2069)), u"carol waves at alice"_s);
    QVERIFY(formatAt(body, int(body.text.indexOf(u"waves"))).fontItalic());
    QCOMPARE(formatAt(body, int(body.text.indexOf(u"alice"))).background().color(), theme.tokens().accentSoft);
    // Only with the space, and only at the beginning (XEP-0245).
    for (const QString &plain : {u"/meow"_s, u" /me waves"_s, u"/ME waves"_s, u"/me"_s}) {
        QCOMPARE(bodyText(message(plain), {}, theme).text, plain);
    }
}

void TestBodyText::aNameCannotTurnAMeCommandRound()
{
    Theme theme(*qApp);
    StoredMessage hostile = message(u"/me waves"_s);
    hostile.nickname = u"ca"_s + QChar(0x202E) + u"rol\nsystem"_s;
    QCOMPARE(bodyText(hostile, {}, theme).text,
             QString(QChar(0x2068) + u"carol system"_s + QChar(0x2069) + u" waves"_s));
}

void TestBodyText::emojiHaveTheirOwnFontAndAreAsTallAsText()
{
    Theme theme(*qApp);
    const BodyText body = bodyText(message(u"up 🎉 1"_s), {}, theme);
    const QTextCharFormat emoji = formatAt(body, 3);
    QCOMPARE(emoji.fontFamilies().toStringList(), QStringList{u"Noto Color Emoji"_s});
    QVERIFY(emoji.intProperty(QTextFormat::FontPixelSize) > QFontInfo(theme.bodyFont()).pixelSize());
    QVERIFY(!formatAt(body, 6).hasProperty(QTextFormat::FontFamilies));
}

void TestBodyText::quotationsAndCodeStandApart()
{
    Theme theme(*qApp);
    const BodyText body = bodyText(message(u"> one\n> two\nthree\n```\nfour\n```"_s), {}, theme);
    QTextLayout layout(body.text, theme.bodyFont());
    layout.setFormats(body.formats);
    const qreal height = lineHeightOf(theme.bodyFont());
    QCOMPARE(breakLines(layout, 400, height), 6 * height);
    const auto quotes = blocksOf(layout, body.quotes, 3, height);
    QCOMPARE(quotes.size(), 1);
    QCOMPARE(qRound(quotes[0].height()), qRound(2 * height));
    const auto code = blocksOf(layout, body.code, 400, height);
    QCOMPARE(code.size(), 1);
    QCOMPARE(qRound(code[0].top()), qRound(3 * height));
    QCOMPARE(qRound(code[0].height()), qRound(3 * height));
    // With room around it.
    QCOMPARE(breakLines(layout, 400, height, body.code, body.quotes), 6 * height + 2 * codePadding + codeApart);
    QCOMPARE(qRound(blocksOf(layout, body.code, 400, height).value(0).top()),
             qRound(3 * height + codePadding + codeApart));
    // Quotations beside their bar, which stands at the edge of the text; code within its ground.
    QCOMPARE(layout.lineAt(0).x(), quoteBarWidth + quoteBarGap);
    QCOMPARE(layout.lineAt(2).x(), 0.0);
    QVERIFY(layout.lineAt(4).x() > 0);
    QCOMPARE(blocksOf(layout, body.quotes, quoteBarWidth, height).value(0).x(), 0.0);
}

void TestBodyText::oddLinksAreAskedAboutFirst()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show({aRow(1, u"bob"_s, u"https://exаmple.org/"_s + QString(250, u'a'), stage.at(0))});
    QSignalSpy links(stage.window.get(), &MainWindow::linkActivated);
    clickBody(stage.timeline(), 0);
    QCOMPARE(links.size(), 0);
    auto *box = stage.find<QDialog>(u"linkQuestion"_s);
    auto *detail = box->findChild<QLabel *>(u"questionDetailLabel"_s);
    QCOMPARE(detail->textFormat(), Qt::PlainText);
    QVERIFY2(detail->accessibleName().contains(u"xn--"_s), qPrintable(detail->accessibleName()));
    QVERIFY(detail->text().remove(QChar(0x200b)) == detail->accessibleName());
    // However long the address, it is wrapped.
    QVERIFY2(box->width() < 600, qPrintable(QString::number(box->width())));
    auto *cancel = box->findChild<QPushButton *>(u"cancelPushButton"_s);
    QVERIFY(cancel->x() < box->findChild<QPushButton *>(u"openLinkPushButton"_s)->x());
    stage.click(cancel);
    QCOMPARE(links.size(), 0);
    QTRY_VERIFY(stage.window->findChild<QDialog *>(u"linkQuestion"_s) == nullptr);
    clickBody(stage.timeline(), 0);
    stage.click(stage.find<QPushButton>(u"openLinkPushButton"_s));
    QCOMPARE(links.size(), 1);
}

void TestBodyText::aRoomLinkIsHandedOn()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    stage.show({aRow(1, u"bob"_s, u"xmpp:cake@rooms.example?join"_s, stage.at(0))});
    QSignalSpy links(stage.window.get(), &MainWindow::linkActivated);
    clickBody(stage.timeline(), 0);
    QCOMPARE(links.size(), 1);
    QCOMPARE(links[0][0].toUrl().scheme(), u"xmpp"_s);
}

void TestBodyText::rightToLeftLayoutIsMirrored()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    const auto failed = anOwnRow(2, u"lost"_s, stage.at(1), DeliveryState::Failed);
    stage.show({aRow(1, u"bob"_s, u"שלום"_s, stage.at(0)), failed});
    TimelineView *view = stage.timeline();
    const int width = view->viewport()->width();
    const QRect before = view->actionRect(1);
    const auto avatarAt = [view](int x) {
        return view->viewport()->grab().toImage().pixelColor(x, view->visualRect(0).bottom() - 12);
    };
    const QColor avatar = avatarAt(metrics::timelineSide + 3);
    QVERIFY(avatar != stage.theme.tokens().background);
    view->setLayoutDirection(Qt::RightToLeft);
    QTest::qWait(0);
    QCOMPARE(view->actionRect(1).right(), width - 1 - before.left());
    QCOMPARE(avatarAt(width - metrics::timelineSide - 4), avatar);
    QSignalSpy resends(stage.window.get(), &MainWindow::resendRequested);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(1).center());
    QCOMPARE(resends.size(), 1);
}

void TestBodyText::codeStaysFromLeftToRight()
{
    Theme theme(*qApp);
    const QString words = u"שלום https://example.org/a\n```\nif (a[0] < b) {\n    x();\n}\n```\nסוף"_s;
    TimelineItem item;
    item.message = message(words);
    TimelineRow row;
    row.item = item;
    RowContext context{theme, {}, QDateTime::currentDateTimeUtc(), 600, true};
    const auto layout = layOutRow(row, context);
    QCOMPARE(layout->body->lineCount(), 7);
    const QString shown = layout->body->text();
    for (const QString &line : {u"if (a[0] < b) {"_s, u"    x();"_s, u"}"_s}) {
        const int start = static_cast<int>(shown.indexOf(line));
        QVERIFY(start > 0);
        const QTextLine place = layout->body->lineForTextPosition(start);
        // From the left, each character right of the one before.
        QVERIFY2(place.naturalTextRect().left() < 10, qPrintable(line));
        for (int i = 2; i < line.size(); ++i) {
            QVERIFY2(place.cursorToX(start + i) > place.cursorToX(start + i - 1), qPrintable(line.left(i)));
        }
    }
    const QTextLine last = layout->body->lineAt(6);
    QVERIFY(last.naturalTextRect().right() > layout->bodyWidth - 2);
    QCOMPARE(layout->codeGrounds.size(), 1);
    QCOMPARE(layout->links.size(), 1);
    QCOMPARE(shown.mid(layout->links[0].start, layout->links[0].length), u"https://example.org/a"_s);
    // From left to right nothing is put in.
    QCOMPARE(bodyText(message(u"a\n```\nb\n```"_s), {}, theme).text.size(), 11);
}

QTEST_MAIN(TestBodyText)
#include "tst_bodytext.moc"
