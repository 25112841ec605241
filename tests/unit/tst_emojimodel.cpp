#include "models/emojimodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QTranslator>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestEmojiModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allAreThereWithTheirNames();
    void everyWordOfTheFilterMustBegin();
    void whatWasUsedLastComesFirstAndOnce();
    void aKeptListIsNotTrusted();
    void namesAreInTheWindowsLanguageAndWordsInBoth();
};

namespace
{

/// Says that the window is in German.
class German : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        return qstrcmp(source, "en") == 0 ? u"de"_s : QString();
    }
};

} // namespace

void TestEmojiModel::allAreThereWithTheirNames()
{
    EmojiModel model;
    model.setFilter({});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QVERIFY(model.rowCount() > 1800);
    QCOMPARE(model.index(0).data().toString(), u"😀"_s);
    for (int row = 0; row < model.rowCount(); ++row) {
        QVERIFY(!model.index(row).data(EmojiModel::NameRole).toString().isEmpty());
    }
}

void TestEmojiModel::everyWordOfTheFilterMustBegin()
{
    EmojiModel model;
    model.setFilter({});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setFilter(u" Thumbs  UP "_s);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0).data().toString(), u"👍"_s);
    model.setFilter(u"+1"_s);
    QCOMPARE(model.index(0).data().toString(), u"👍"_s);
    model.setFilter(u"rocket"_s);
    QCOMPARE(model.index(0).data().toString(), u"🚀"_s);
    model.setFilter(u"no such thing"_s);
    QCOMPARE(model.rowCount(), 0);
    model.setFilter({});
    QVERIFY(model.rowCount() > 1800);
}

void TestEmojiModel::whatWasUsedLastComesFirstAndOnce()
{
    EmojiModel model;
    model.setFilter({});
    const int all = model.rowCount();
    QSignalSpy changed(&model, &EmojiModel::recentChanged);
    model.use(u"🚀"_s);
    model.use(u"👍"_s);
    model.use(u"🚀"_s);
    QCOMPARE(changed.size(), 3);
    QCOMPARE(model.recent(), (QStringList{u"🚀"_s, u"👍"_s}));
    QCOMPARE(model.index(0).data().toString(), u"🚀"_s);
    QCOMPARE(model.index(1).data().toString(), u"👍"_s);
    QCOMPARE(model.rowCount(), all);
    for (int row = 0; row < 40; ++row) {
        model.use(model.index(model.rowCount() - 1 - row).data().toString());
    }
    QCOMPARE(model.recent().size(), EmojiModel::mostRecent);
}

void TestEmojiModel::aKeptListIsNotTrusted()
{
    EmojiModel model;
    model.setFilter({});
    model.setRecent({u"🚀"_s, u"x"_s, u"🚀"_s, QString()});
    QCOMPARE(model.recent(), QStringList{u"🚀"_s});
}

void TestEmojiModel::namesAreInTheWindowsLanguageAndWordsInBoth()
{
    German german;
    QCoreApplication::installTranslator(&german);
    EmojiModel model;
    model.setFilter({});
    // Unicode's sign that asks for colour is no part of what the names belong to.
    int english = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QString name = model.index(row).data(EmojiModel::NameRole).toString();
        QVERIFY(!name.isEmpty());
        english += name.startsWith(u"flag: "_s) || name.contains(u" with "_s) ? 1 : 0;
    }
    QCOMPARE(english, 0);
    QVERIFY(model.rowCount() > 1800);
    model.setFilter(u"daumen hoch"_s);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0).data().toString(), u"👍"_s);
    QCOMPARE(model.index(0).data(EmojiModel::NameRole).toString(), u"Daumen hoch"_s);
    for (const QString &word : {u"Rakete"_s, u"rocket"_s}) {
        model.setFilter(word);
        QCOMPARE(model.index(0).data().toString(), u"🚀"_s);
    }
    // Not in the data of Unicode's older editions.
    model.setFilter(u"elch"_s);
    QCOMPARE(model.index(0).data().toString(), u"🫎"_s);
    QCoreApplication::removeTranslator(&german);
}

QTEST_GUILESS_MAIN(TestEmojiModel)
#include "tst_emojimodel.moc"
