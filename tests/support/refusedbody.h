#pragma once

#include <QString>

namespace foyer
{

/// Makes a real database refuse every new entry with a body, as a full disk would, until allow() or the end of its
/// life. One at a time.
class RefusedBody
{
public:
    RefusedBody(const QString &fileName, const QString &body);
    ~RefusedBody();
    RefusedBody(const RefusedBody &) = delete;
    RefusedBody &operator=(const RefusedBody &) = delete;

    void allow();
    /// Until allowSegments(), no segment can be opened either.
    void refuseSegments();
    void allowSegments();
    /// Until allowChanges(), no entry can be changed.
    void refuseChanges();
    void allowChanges();
    /// Until show(), nothing can be read of \a table.
    void hide(const QString &table);
    void show();

private:
    void run(const QString &statement);

    QString m_hidden;
};

} // namespace foyer
