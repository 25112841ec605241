#include "support/refusedbody.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
const QString connectionName = u"refuser"_s;
}

RefusedBody::RefusedBody(const QString &fileName, const QString &body)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connectionName);
    database.setDatabaseName(fileName);
    if (!database.open())
        qFatal("the second connection cannot open the file");
    run(u"CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.body = '%1' "
        "BEGIN SELECT RAISE(ABORT, 'disk full'); END"_s.arg(body));
}

RefusedBody::~RefusedBody()
{
    allow();
    allowSegments();
    allowChanges();
    show();
    QSqlDatabase::database(connectionName, false).close();
    QSqlDatabase::removeDatabase(connectionName);
}

void RefusedBody::allow()
{
    run(u"DROP TRIGGER IF EXISTS refuse"_s);
}

void RefusedBody::refuseSegments()
{
    run(u"CREATE TRIGGER refuse_segment BEFORE INSERT ON segment BEGIN SELECT RAISE(ABORT, 'disk full'); END"_s);
}

void RefusedBody::allowSegments()
{
    run(u"DROP TRIGGER IF EXISTS refuse_segment"_s);
}

void RefusedBody::refuseChanges()
{
    run(u"CREATE TRIGGER refuse_change BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'disk full'); END"_s);
}

void RefusedBody::allowChanges()
{
    run(u"DROP TRIGGER IF EXISTS refuse_change"_s);
}

void RefusedBody::hide(const QString &table)
{
    m_hidden = table;
    run(u"ALTER TABLE %1 RENAME TO hidden"_s.arg(table));
}

void RefusedBody::show()
{
    if (const QString table = std::exchange(m_hidden, {}); !table.isEmpty())
        run(u"ALTER TABLE hidden RENAME TO %1"_s.arg(table));
}

void RefusedBody::run(const QString &statement)
{
    QSqlQuery query(QSqlDatabase::database(connectionName, false));
    if (!query.exec(statement))
        qFatal("%s", qPrintable(statement));
}

} // namespace foyer
