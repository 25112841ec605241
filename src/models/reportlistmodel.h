#pragma once

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <QStringList>

namespace foyer
{

/// One entry of a list in *Help, Connection*.
struct ReportEntry {
    enum class Tone { Good, Waiting, Bad };
    QString title;
    QString aside; ///< a word or two at the other end of the title's line
    QStringList lines;
    Tone tone = Tone::Good;

    bool operator==(const ReportEntry &) const = default;
};

/// A list of such entries. New ones come at the front or at the end; those that stay keep their selection.
class ReportListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { AsideRole = Qt::UserRole, LinesRole, ToneRole };
    enum class Grows { AtFront, AtEnd };

    explicit ReportListModel(Grows grows, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    void setEntries(const QList<ReportEntry> &entries);
    const QList<ReportEntry> &entries() const { return m_entries; }

private:
    Grows m_grows;
    QList<ReportEntry> m_entries;
};

} // namespace foyer
