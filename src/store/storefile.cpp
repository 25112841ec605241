#include "store/storefile.h"

#include "sql/migrations.h"

#include <QFile>

// Outside any namespace, as Qt asks: a static library's resources are dropped by the linker unless they are named.
static void initStoreResources()
{
    Q_INIT_RESOURCE(store);
}

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// "Foyr".
constexpr qint32 applicationId = 0x466F7972;

Schema storeSchema()
{
    initStoreResources();
    QFile initial(u":/foyer/store/sql/001_initial.sql"_s);
    const bool opened = initial.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened)
    return Schema{applicationId, {QString::fromUtf8(initial.readAll())}};
}

} // namespace

Result<Done> openStoreFile(Database &database, const QString &fileName, Database::Access access)
{
    const Result<Done> opened = database.open(fileName, access);
    if (!opened)
        return opened;
    const Schema schema = storeSchema();
    Result<Done> ready =
        access == Database::Access::ReadWrite ? migrate(database, schema) : checkSchema(database, schema);
    if (!ready)
        database.close();
    return ready;
}

} // namespace foyer
