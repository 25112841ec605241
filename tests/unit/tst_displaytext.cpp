#include "models/displaytext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestDisplayText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWebAndMailAddressesAreLinks_data();
    void onlyWebAndMailAddressesAreLinks();
    void oddAddressesAreToldFromUsualOnes_data();
    void oddAddressesAreToldFromUsualOnes();
    void aMentionIsAWholeWord();
    void namesLoseWhatCouldFakeTheirSurroundings();
    void sentencesKeepTheNamesInThemApart();
    void bodiesAreCutAndCleaned();
    void emojiAreFoundAsWholes();
    void hostileLengthIsCut();
    void anImageIsSummedUpByItsName();
};

void TestDisplayText::onlyWebAndMailAddressesAreLinks_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("links");
    QTest::newRow("https") << u"see https://example.org/a?b=c#d now"_s << QStringList{u"https://example.org/a?b=c#d"_s};
    QTest::newRow("full stop") << u"at http://example.org."_s << QStringList{u"http://example.org"_s};
    QTest::newRow("brackets") << u"(https://example.org/x)"_s << QStringList{u"https://example.org/x"_s};
    QTest::newRow("own brackets") << u"https://example.org/a_(b)"_s << QStringList{u"https://example.org/a_(b)"_s};
    QTest::newRow("mail") << u"mailto:alice@example.org"_s << QStringList{u"mailto:alice@example.org"_s};
    QTest::newRow("room") << u"come to xmpp:tea@rooms.example?join"_s << QStringList{u"xmpp:tea@rooms.example?join"_s};
    QTest::newRow("two") << u"HTTP://a.example HTTPS://b.example"_s
                         << QStringList{u"HTTP://a.example"_s, u"HTTPS://b.example"_s};
    for (const QString &none :
         {u"javascript:alert(1)"_s, u"file:///etc/passwd"_s, u"smb://host/share"_s, u"xmpp:tea@rooms.example?message"_s,
          u"xmpp:?join"_s, u"xmpp:tea@rooms.example"_s, u"data:text/html,hi"_s, u"ftp://example.org"_s, u"vbscript:x"_s,
          u"about:blank"_s, u"https://"_s, u"http:///path"_s, u"mailto:"_s, u"xhttps://example.org"_s,
          u"chrome://settings"_s, u"ssh://host"_s}) {
        QTest::newRow(qPrintable(none)) << none << QStringList{};
    }
    // The address ends before a character that would turn its direction.
    QTest::newRow("override") << QString(u"https://example.org/"_s + QChar(0x202E) + u"gpj.exe"_s)
                              << QStringList{u"https://example.org/"_s};
}

void TestDisplayText::onlyWebAndMailAddressesAreLinks()
{
    QFETCH(QString, body);
    QFETCH(QStringList, links);
    QStringList found;
    for (const auto &range : displaytext::links(body)) {
        found += body.mid(range.start, range.length);
    }
    QCOMPARE(found, links);
}

void TestDisplayText::oddAddressesAreToldFromUsualOnes_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<bool>("odd");
    for (const QString &usual :
         {u"https://example.org/a?b#c"_s, u"http://example.org:80"_s, u"https://example.org:443/"_s,
          u"mailto:alice@example.org"_s, u"xmpp:tea@rooms.example?join"_s}) {
        QTest::newRow(qPrintable(usual)) << usual << false;
    }
    for (const QString &odd :
         {u"https://exаmple.org"_s, u"https://xn--exmple-4nf.org"_s, u"https://bank.example@evil.example/"_s,
          u"http://192.0.2.7/login"_s, u"http://[2001:db8::1]/"_s, u"https://example.org:8443/"_s}) {
        QTest::newRow(qPrintable(odd)) << odd << true;
    }
}

void TestDisplayText::oddAddressesAreToldFromUsualOnes()
{
    QFETCH(QString, link);
    QFETCH(bool, odd);
    QCOMPARE(displaytext::isOdd(QUrl(link)), odd);
}

void TestDisplayText::aMentionIsAWholeWord()
{
    using Ranges = QList<displaytext::Range>;
    QCOMPARE(displaytext::mentions(u"On it. @alice can you"_s, u"alice"_s), (Ranges{{7, 6}}));
    QCOMPARE(displaytext::mentions(u"Alice, malice and alicea"_s, u"alice"_s), (Ranges{{0, 5}}));
    QCOMPARE(displaytext::mentions(u"anything"_s, {}), Ranges{});
    // An emoji is no letter, whatever it takes to write it; letters beyond the first plane are.
    QCOMPARE(displaytext::mentions(u"@alice🎉"_s, u"alice"_s), (Ranges{{0, 6}}));
    QCOMPARE(displaytext::mentions(u"👋alice 😂"_s, u"alice"_s), (Ranges{{2, 5}}));
    QVERIFY(displaytext::mentions(u"𝐦alice alice𝐦"_s, u"alice"_s).isEmpty());
}

void TestDisplayText::namesLoseWhatCouldFakeTheirSurroundings()
{
    QCOMPARE(displaytext::oneLine(u"a\nb\tc"_s), u"a b c"_s);
    QCOMPARE(displaytext::oneLine(QString(u"al"_s + QChar(0x202E) + u"ice"_s + QChar(0x2066))), u"alice"_s);
    QCOMPARE(displaytext::oneLine(u"<b>bob</b>"_s), u"<b>bob</b>"_s);
    QVERIFY(displaytext::oneLine(QString(100'000, u'x')).size() <= 201);
    QCOMPARE(displaytext::oneLine(QString(u"e"_s + QString(500, QChar(0x0301)))).size(), 9);
}

void TestDisplayText::sentencesKeepTheNamesInThemApart()
{
    const QString sentence = u"\u2068bob\u2069 and \u2066/me\u2069"_s;
    QCOMPARE(displaytext::sentence(sentence), sentence);
    QCOMPARE(displaytext::sentence(u"a\u2069b \u2068c\u2069\nd\u2067"_s), u"ab \u2068c\u2069 d"_s);
    QCOMPARE(displaytext::sentence(u"a\u202Eb\u200F"_s), u"ab"_s);
    // Without the isolate the first name would turn the sentence.
    const QString turned = displaytext::isolated(u"\u05D0"_s) + u" removed you"_s;
    QVERIFY(!displaytext::sentence(turned).isRightToLeft());
    QVERIFY(displaytext::oneLine(turned).isRightToLeft());
    const QString cut = displaytext::sentence(displaytext::isolated(QString(300, u'x')));
    QVERIFY(cut.startsWith(u"\u2068x"_s));
    QVERIFY(cut.endsWith(u"x…\u2069"_s));
}

void TestDisplayText::bodiesAreCutAndCleaned()
{
    QCOMPARE(displaytext::body(u"a\r\nb"_s), QString(u"a"_s + QChar(QChar::LineSeparator) + u"b"_s));
    QCOMPARE(displaytext::body(QString(u"a"_s + QChar(0x202D) + u"b"_s)), u"ab"_s);
    QCOMPARE(displaytext::body(QString(u"a"_s + QChar(1) + u"b"_s)), QString(u"a"_s + QChar(0xFFFD) + u"b"_s));
    QVERIFY(!displaytext::isCut(u"short"_s));
    const QString longBody(10'001, u'x');
    QVERIFY(displaytext::isCut(longBody));
    QCOMPARE(displaytext::body(longBody).size(), 10'000);
    const QString manyLines(1000, u'\n');
    QVERIFY(displaytext::isCut(manyLines));
    QVERIFY(displaytext::body(manyLines).size() <= 400);
    // Never half a character.
    const QString faces = u"x"_s + u"🎉"_s.repeated(6000);
    QVERIFY(!displaytext::body(faces).back().isHighSurrogate());
}

void TestDisplayText::emojiAreFoundAsWholes()
{
    const QString body = u"up 🎉👍🏽 1 # ❤️"_s;
    QStringList found;
    for (const auto &range : displaytext::emoji(body)) {
        found += body.mid(range.start, range.length);
    }
    QCOMPARE(found, (QStringList{u"🎉👍🏽"_s, u"❤️"_s}));
}

void TestDisplayText::hostileLengthIsCut()
{
    // How fast is for tests/bench; what grows faster than the text would meet the time-out of the test program.
    const QString typed = u"https://"_s.repeated(30'000);
    const QString body = displaytext::body(typed);
    QVERIFY(body.size() < typed.size());
    for (const auto &range : displaytext::links(body)) {
        QVERIFY(range.start + range.length <= body.size());
    }
    QVERIFY(displaytext::emoji(body).isEmpty());
    QVERIFY(displaytext::mentions(body, u"nobody"_s).isEmpty());
    QVERIFY(!displaytext::oneLine(u"<table>\n"_s.repeated(30'000)).contains(u'\n'));
}

void TestDisplayText::anImageIsSummedUpByItsName()
{
    QCOMPARE(displaytext::summary(u"https://example.org/a/my%20cat.png"_s), u"Image: \u2068my cat.png\u2069"_s);
    QCOMPARE(displaytext::summary(u"https://example.org/%251%3Cb%3E.png"_s), u"Image: \u2068%1<b>.png\u2069"_s);
    QCOMPARE(displaytext::summary(u"see\nhttps://example.org/a.png"_s), u"see https://example.org/a.png"_s);
}

QTEST_GUILESS_MAIN(TestDisplayText)
#include "tst_displaytext.moc"
