#include "core/jid.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestJid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partsAreReadAndPrepared_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("local");
        QTest::addColumn<QString>("domain");
        QTest::addColumn<QString>("resource");

        QTest::newRow("domain") << u"example.org"_s << u""_s << u"example.org"_s << u""_s;
        QTest::newRow("bare") << u"alice@example.org"_s << u"alice"_s << u"example.org"_s << u""_s;
        QTest::newRow("full") << u"alice@example.org/desk"_s << u"alice"_s << u"example.org"_s << u"desk"_s;
        QTest::newRow("case folds except in the resource")
            << u"Alice@Example.ORG/Desk"_s << u"alice"_s << u"example.org"_s << u"Desk"_s;
        QTest::newRow("sharp s folds") << u"Straße@example.org"_s << u"strasse"_s << u"example.org"_s << u""_s;
        QTest::newRow("at and slash belong to the resource")
            << u"a@b.example/x@y/z"_s << u"a"_s << u"b.example"_s << u"x@y/z"_s;
        QTest::newRow("resource of a domain") << u"example.org/desk"_s << u""_s << u"example.org"_s << u"desk"_s;
        QTest::newRow("other scripts") << u"房间@例子.example/大家"_s << u"房间"_s << u"例子.example"_s << u"大家"_s;
        QTest::newRow("emoji resource") << u"a@b.example/🎉"_s << u"a"_s << u"b.example"_s << u"🎉"_s;
        QTest::newRow("final dot is no part of the domain")
            << u"a@example.org./x"_s << u"a"_s << u"example.org"_s << u"x"_s;
        QTest::newRow("address literal") << u"a@[::1]"_s << u"a"_s << u"[::1]"_s << u""_s;
        QTest::newRow("full-width letters are the plain ones")
            << u"ａｌｉｃｅ@example.org"_s << u"alice"_s << u"example.org"_s << u""_s;
    }

    void partsAreReadAndPrepared()
    {
        QFETCH(QString, text);
        const auto jid = Jid::parse(text);
        QVERIFY(jid);
        QTEST(jid->local(), "local");
        QTEST(jid->domain(), "domain");
        QTEST(jid->resource(), "resource");
    }

    void whatIsNoAddressIsRefused_data()
    {
        QTest::addColumn<QString>("text");

        QTest::newRow("nothing") << u""_s;
        QTest::newRow("no local part before the at") << u"@example.org"_s;
        QTest::newRow("no domain") << u"alice@"_s;
        QTest::newRow("only a dot") << u"alice@."_s;
        QTest::newRow("no resource after the slash") << u"alice@example.org/"_s;
        QTest::newRow("two ats") << u"a@b@c"_s;
        QTest::newRow("space in the local part") << u"al ice@example.org"_s;
        QTest::newRow("quote in the local part") << u"al\"ice@example.org"_s;
        QTest::newRow("markup in the local part") << u"<b>@example.org"_s;
        QTest::newRow("space in the domain") << u"alice@exam ple.org"_s;
        QTest::newRow("markup in the domain") << u"alice@<x>"_s;
        QTest::newRow("apostrophe in the domain") << u"alice@it's"_s;
        QTest::newRow("ampersand in the domain") << u"alice@a&b"_s;
        QTest::newRow("control character in the domain") << u"alice@exa\u0001mple.org"_s;
        QTest::newRow("control character in the resource") << u"alice@example.org/a\u0007"_s;
        QTest::newRow("line break in the resource") << u"alice@example.org/a\nb"_s;
        QTest::newRow("nul") << QString(u"ali"_s + QChar(u'\0') + u"ce@example.org"_s);
        QTest::newRow("half a surrogate pair") << QString(u"alice@example.org/"_s + QChar(0xd83c));
        QTest::newRow("nothing is left after preparing") << u"\u200b\u200c@example.org"_s;
        QTest::newRow("part of 1024 bytes") << QString(QString(1024, u'a') + u"@example.org"_s);
        QTest::newRow("part grows beyond 1023 bytes") << QString(QString(300, QChar(0xfdfa)) + u"@example.org"_s);
    }

    void whatIsNoAddressIsRefused()
    {
        QFETCH(QString, text);
        QVERIFY(!Jid::parse(text));
    }

    void partOf1023BytesIsAccepted()
    {
        const auto jid = Jid::fromParts(QString(1023, u'a'), u"example.org", QString(1023, u'b'));
        QVERIFY(jid);
        QCOMPARE(jid->local().size(), 1023);
        QCOMPARE(jid->resource().size(), 1023);
    }

    void textFormIsReadBackTheSame()
    {
        for (const QString &text : {u"example.org"_s, u"alice@example.org"_s, u"alice@example.org/De sk"_s}) {
            const auto jid = Jid::parse(text);
            QVERIFY(jid);
            QCOMPARE(jid->toString(), text);
            QCOMPARE(Jid::parse(jid->toString()), jid);
        }
    }

    void comparesWithoutCaseButResourceExactly()
    {
        QCOMPARE(Jid::parse(u"ALICE@example.org/x"), Jid::parse(u"alice@EXAMPLE.org/x"));
        QVERIFY(Jid::parse(u"alice@example.org/X") != Jid::parse(u"alice@example.org/x"));
        QCOMPARE(qHash(*Jid::parse(u"ALICE@example.org/x")), qHash(*Jid::parse(u"alice@example.org/x")));
    }

    void bareAndResourceAreTakenAndGiven()
    {
        const Jid full = *Jid::parse(u"launch@conference.example.org/alice");
        QVERIFY(!full.isBare());
        QCOMPARE(full.bare().toString(), u"launch@conference.example.org"_s);
        QVERIFY(full.bare().isBare());
        QCOMPARE(full.withResource(u"Bob").toString(), u"launch@conference.example.org/Bob"_s);
        QVERIFY(full.withResource(u"\u0001").isEmpty());
    }

    void defaultIsEmpty()
    {
        QVERIFY(Jid().isEmpty());
        QVERIFY(Jid().isBare());
        QCOMPARE(Jid().toString(), QString());
    }
};

QTEST_GUILESS_MAIN(TestJid)
#include "tst_jid.moc"
