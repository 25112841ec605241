#include "models/reportlistmodel.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

ReportListModel::ReportListModel(Grows grows, QObject *parent) : QAbstractListModel(parent), m_grows(grows) {}

int ReportListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ReportListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ReportEntry &entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case AsideRole:
        return entry.aside;
    case LinesRole:
        return entry.lines;
    case ToneRole:
        return static_cast<int>(entry.tone);
    case Qt::AccessibleTextRole:
        // One text, because a screen reader reads one.
        return QStringList(QStringList{entry.title, entry.aside} + entry.lines).join(u". "_s);
    default:
        return {};
    }
}

void ReportListModel::setEntries(const QList<ReportEntry> &entries)
{
    const auto had = static_cast<int>(m_entries.size());
    const auto has = static_cast<int>(entries.size());
    const int first = m_grows == Grows::AtFront ? 0 : std::min(had, has);
    if (has > had) {
        beginInsertRows({}, first, first + has - had - 1);
        m_entries.insert(first, has - had, ReportEntry());
        std::copy_n(entries.cbegin() + first, has - had, m_entries.begin() + first);
        endInsertRows();
    } else if (has < had) {
        beginRemoveRows({}, has, had - 1);
        m_entries.remove(has, had - has);
        endRemoveRows();
    }
    for (int row = 0; row < has; ++row) {
        if (m_entries.at(row) != entries.at(row)) {
            m_entries[row] = entries.at(row);
            Q_EMIT dataChanged(index(row), index(row));
        }
    }
}

} // namespace foyer
