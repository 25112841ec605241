#include "stanza/inputgate.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace foyer::stanza;

/// What the gate costs for an ordinary stanza and for the worst frames of the same order of size: figures to compare in
/// one run, no verdict. Run by hand.
class BenchInputGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inspect_data();
    void inspect();
};

void BenchInputGate::inspect_data()
{
    QTest::addColumn<QString>("text");
    QString attributes;
    for (int i = 0; i < 50000; ++i) {
        attributes += u" k%1=''"_s.arg(i);
    }
    QTest::newRow("reference: 400 kB of plain body")
        << QString(u"<message xmlns='jabber:client'><body>"_s + QString(400000, u'a') + u"</body></message>"_s);
    QTest::newRow("50,000 attributes") << QString(u"<a"_s + attributes + u"/>"_s);
    QTest::newRow("130,000 elements") << QString(u"<a>"_s + u"<b/>"_s.repeated(130000) + u"</a>"_s);
    QTest::newRow("70,000 levels") << QString(u"<d>"_s.repeated(70000) + u"</d>"_s.repeated(70000));
    QTest::newRow("open quotes") << QString(u"<a "_s + u"k='"_s.repeated(100000));
}

void BenchInputGate::inspect()
{
    QFETCH(QString, text);
    QBENCHMARK {
        inspectFrame(text);
    }
}

QTEST_GUILESS_MAIN(BenchInputGate)
#include "bench_inputgate.moc"
