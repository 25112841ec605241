// What storing costs, live and by pages; figures to compare in one run, no verdict. Run by hand: bench_store -median 5
#include "support/builders.h"
#include "support/tempstore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class BenchStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void liveEntries();
    void pagesOfHundred();
    void newestFifty();
};

void BenchStore::liveEntries()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    int number = 0;
    QBENCHMARK {
        for (int i = 0; i < 10'000; ++i)
            store->appendLive(store.room(), membership, {anEntry(u"live%1"_s.arg(++number))});
        store->drain();
    }
}

void BenchStore::pagesOfHundred()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.live(membership, anEntry(u"live"_s));
    QString before = u"live"_s;
    int number = 0;
    QBENCHMARK {
        for (int i = 0; i < 100; ++i) {
            PageCommit page;
            page.membership = membership;
            page.beforeId = before;
            for (int j = 0; j < 100; ++j)
                page.entries += anEntry(u"old%1"_s.arg(++number));
            before = page.entries.first().archiveId;
            store.page(page);
        }
    }
}

void BenchStore::newestFifty()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    for (int i = 0; i < 50'000; ++i)
        store->appendLive(store.room(), membership, {anEntry(u"live%1"_s.arg(i))});
    store->drain();
    QBENCHMARK {
        TempStore::get(store->itemsBefore(store.room(), 0, 50));
    }
}

QTEST_GUILESS_MAIN(BenchStore)
#include "bench_store.moc"
