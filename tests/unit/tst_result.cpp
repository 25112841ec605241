#include "core/result.h"

#include <QTest>

#include <memory>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

Result<int> half(int number)
{
    if (number % 2 != 0) {
        return Error::make(ErrorKind::InvalidHistoryCount, {}, QString::number(number));
    }
    return number / 2;
}

} // namespace

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valueIsOk()
    {
        const auto result = half(8);
        QVERIFY(result);
        QVERIFY(result.isOk());
        QCOMPARE(*result, 4);
        QCOMPARE(result.value(), 4);
        QCOMPARE(result.valueOr(9), 4);
    }

    void errorIsNotOk()
    {
        const auto result = half(7);
        QVERIFY(!result);
        QVERIFY(!result.isOk());
        QCOMPARE(result.error().kind, ErrorKind::InvalidHistoryCount);
        QCOMPARE(result.error().detail, u"7"_s);
        QCOMPARE(result.valueOr(9), 9);
    }

    void falseValueIsStillOk()
    {
        const Result<bool> result(false);
        QVERIFY(result.isOk());
        QCOMPARE(result.value(), false);
    }

    void defaultIsTheDefaultValue()
    {
        QVERIFY(Result<Done>().isOk());
        QCOMPARE(*Result<QString>(), QString());
    }

    void membersAreReachedByArrow()
    {
        const Result<QString> result(u"launch"_s);
        QCOMPARE(result->size(), 6);
    }

    void valueIsChangedAndMovedOut()
    {
        Result<std::unique_ptr<int>> result(std::make_unique<int>(1));
        *result.value() = 2;
        const std::unique_ptr<int> taken = std::move(result).value();
        QCOMPARE(*taken, 2);
    }
};

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
