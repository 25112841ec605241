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

QString step(const QString &name)
{
    QFile file(u":/foyer/store/sql/"_s + name);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened)
    return QString::fromUtf8(file.readAll());
}

Schema storeSchema()
{
    initStoreResources();
    return Schema{applicationId,
                  {step(u"001_initial.sql"_s), step(u"002_sent_again.sql"_s), step(u"003_annotations.sql"_s),
                   step(u"004_stays.sql"_s), step(u"005_room_features.sql"_s),
                   step(u"006_annotation_order.sql"_s)}};
}

} // namespace

Result<Done> openStoreFile(Database &database, const QString &fileName, Database::Access access)
{
    Result<Done> opened = database.open(fileName, access);
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
