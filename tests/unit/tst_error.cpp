#include "core/error.h"

#include <QSet>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(foyer::ErrorKind)

class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasItsNameCodeAndDuration_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("temporary");

        const auto row = [](ErrorKind kind, const char *name, int code, bool temporary) {
            QTest::newRow(name) << kind << QString::fromLatin1(name) << code << temporary;
        };
        row(ErrorKind::RoomDoesNotExist, "RoomDoesNotExist", 23410, false);
        row(ErrorKind::RoomFull, "RoomFull", 23411, true);
        row(ErrorKind::Banned, "Banned", 23409, false);
        row(ErrorKind::MembersOnly, "MembersOnly", 0, false);
        row(ErrorKind::PasswordRequired, "PasswordRequired", 0, false);
        row(ErrorKind::PasswordWrong, "PasswordWrong", 0, false);
        row(ErrorKind::NicknameInUse, "NicknameInUse", 0, true);
        row(ErrorKind::NicknameNotAllowed, "NicknameNotAllowed", 0, false);
        row(ErrorKind::Muted, "Muted", 23408, false);
        row(ErrorKind::NotInRoom, "NotInRoom", 23406, false);
        row(ErrorKind::InvalidRoomId, "InvalidRoomId", 34210, false);
        row(ErrorKind::InvalidHistoryCount, "InvalidHistoryCount", 34232, false);
        row(ErrorKind::InvalidExtra, "InvalidExtra", 34314, false);
        row(ErrorKind::NotConnected, "NotConnected", 30002, false);
        row(ErrorKind::TimedOut, "TimedOut", -1, true);
        row(ErrorKind::ServerUnreachable, "ServerUnreachable", 35008, true);
        row(ErrorKind::TlsFailed, "TlsFailed", 0, true);
        row(ErrorKind::NotAnXmppServer, "NotAnXmppServer", 0, true);
        row(ErrorKind::NotAuthorized, "NotAuthorized", 31004, false);
        row(ErrorKind::AccountDisabled, "AccountDisabled", 31009, false);
        row(ErrorKind::ServiceHasNoRooms, "ServiceHasNoRooms", 0, false);
        row(ErrorKind::CreationNotAllowed, "CreationNotAllowed", 0, false);
        row(ErrorKind::MessageTooLarge, "MessageTooLarge", 30016, false);
        row(ErrorKind::TooFast, "TooFast", 20604, true);
        row(ErrorKind::StoreFailed, "StoreFailed", 0, true);
        row(ErrorKind::ServerRefused, "ServerRefused", 0, true);
    }

    void everyKindHasItsNameCodeAndDuration()
    {
        QFETCH(ErrorKind, kind);
        QTEST(nameOf(kind), "name");
        QTEST(Error::make(kind).code(), "code");
        QTEST(isTemporary(kind), "temporary");
    }

    void everyKindHasItsOwnSentence()
    {
        QSet<QString> sentences;
        const int last = static_cast<int>(ErrorKind::ServerRefused);
        for (int i = 0; i <= last; ++i) {
            const Error error = Error::make(static_cast<ErrorKind>(i));
            QVERIFY2(error.text.endsWith(u'.'), qPrintable(nameOf(error.kind)));
            QVERIFY2(!error.text.contains(u'%'), qPrintable(error.text));
            sentences.insert(error.text);
        }
        QCOMPARE(sentences.size(), last + 1);
    }

    void sentenceNamesItsSubject_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("subject");

        QTest::newRow("room") << ErrorKind::RoomDoesNotExist << u"lunch"_s;
        QTest::newRow("name") << ErrorKind::NicknameInUse << u"alice"_s;
        QTest::newRow("server's words") << ErrorKind::ServerRefused << u"come back on Monday"_s;
        QTest::newRow("percent signs stay as they are") << ErrorKind::ServerRefused << u"%1 of %2, 100 %"_s;
    }

    void sentenceNamesItsSubject()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(QString, subject);
        const Error error = Error::make(kind, subject, u"for the log"_s);
        QVERIFY2(error.text.contains(subject), qPrintable(error.text));
        QCOMPARE(error.detail, u"for the log"_s);
    }

    void logShowsKindAndDetailButNoSentence()
    {
        QString text;
        QDebug(&text) << Error::make(ErrorKind::Banned, {}, u"registered"_s);
        QCOMPARE(text.trimmed(), u"Banned (registered)"_s);
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
