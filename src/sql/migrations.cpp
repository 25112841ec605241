#include "sql/migrations.h"

#include "core/apart.h"
#include "sql/database.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

struct FileMark {
    qint64 applicationId = 0;
    qint64 version = 0;
    bool isEmpty = true;
};

qint64 readNumber(Database &database, const QString &sql)
{
    Query query = database.query(sql);
    return query.next() ? query.number(0) : 0;
}

FileMark readMark(Database &database)
{
    return {readNumber(database, u"PRAGMA application_id"_s), readNumber(database, u"PRAGMA user_version"_s),
            readNumber(database, u"SELECT count(*) FROM sqlite_schema"_s) == 0};
}

Error refuse(const char *sentence, const QString &detail)
{
    return Error{ErrorKind::StoreFailed, QCoreApplication::translate("foyer::Store", sentence), detail};
}

QString nameOf(Database &database)
{
    Query query = database.query(u"PRAGMA database_list"_s);
    return query.next() ? query.text(2) : QString();
}

Error notOurs(const QString &fileName, const FileMark &mark)
{
    Error error = refuse(QT_TRANSLATE_NOOP("foyer::Store", "The file %1 was not made by Foyer. Move it somewhere else, "
                                                           "or start Foyer with another profile."),
                         u"application id %1"_s.arg(mark.applicationId));
    error.text = error.text.arg(apartFromLeft(fileName));
    return error;
}

std::optional<Error> checkMark(Database &database, const FileMark &mark, const Schema &schema)
{
    if (database.hasError())
        return Error::make(ErrorKind::StoreFailed, {}, database.takeError());
    if (mark.isEmpty)
        return std::nullopt;
    if (mark.applicationId != schema.applicationId)
        return notOurs(nameOf(database), mark);
    if (mark.version > schema.steps.size())
        return refuse(QT_TRANSLATE_NOOP("foyer::Store",
                                        "The stored messages were written by a newer version of Foyer. Update Foyer, "
                                        "or start it with another profile."),
                      u"version %1, known %2"_s.arg(mark.version).arg(schema.steps.size()));
    return std::nullopt;
}

QStringList statementsOf(const QString &step)
{
    QString text = step;
    static const QRegularExpression comments(u"--[^\n]*"_s);
    text.remove(comments);
    static const QRegularExpression ends(u";\\s*(\n|$)"_s);
    return text.split(ends, Qt::SkipEmptyParts);
}

} // namespace

Result<Done> migrate(Database &database, const Schema &schema)
{
    const FileMark mark = readMark(database);
    if (const auto error = checkMark(database, mark, schema))
        return *error;
    for (qint64 version = mark.version; version < schema.steps.size(); ++version) {
        database.begin();
        for (const QString &statement : statementsOf(schema.steps.at(version))) {
            if (!statement.trimmed().isEmpty())
                database.run(statement);
        }
        // A pragma takes no bound values; both are numbers of our own.
        database.run(u"PRAGMA application_id=%1"_s.arg(schema.applicationId));
        database.run(u"PRAGMA user_version=%1"_s.arg(version + 1));
        if (!database.commit())
            return Error::make(ErrorKind::StoreFailed, {}, database.takeError());
    }
    return Done{};
}

Result<Done> checkSchema(Database &database, const Schema &schema)
{
    const FileMark mark = readMark(database);
    if (const auto error = checkMark(database, mark, schema))
        return *error;
    if (mark.isEmpty || mark.version < schema.steps.size())
        return refuse(QT_TRANSLATE_NOOP("foyer::Store", "The stored messages are from an older version of Foyer. Start "
                                                        "Foyer once, then try again."),
                      u"version %1"_s.arg(mark.version));
    return Done{};
}

} // namespace foyer
