#pragma once

#include <QAbstractListModel>
#include <QStringList>

namespace foyer
{

/// The emoji to choose from: without a filter the recent ones, then all in Unicode's order; with one those whose name
/// or further words begin with each of its words. Names are in the window's language where there are some, else
/// English; words may be of either.
class EmojiModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< name in Unicode's data; also the accessible text
    };

    static constexpr int mostRecent = 18;

    explicit EmojiModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// The table is read with the first call (10 ms): before, and until something else needs it, there are no rows.
    void setFilter(const QString &filter);
    /// Last used first.
    QStringList recent() const { return m_recent; }
    /// What was kept of an earlier run; anything that is no emoji of the table is left out.
    void setRecent(const QStringList &recent);
    /// \a emoji was used.
    void use(const QString &emoji);

Q_SIGNALS:
    void recentChanged();

private:
    struct Emoji {
        QString text;
        QString name;
        QString englishName;
        QStringList words; ///< lower case, of the name and beyond
    };

    void readTable();
    void arrange();
    int rankOf(const Emoji &emoji, const QStringList &wanted) const;
    int find(const QString &text) const;

    QList<Emoji> m_all;
    QStringList m_recent;
    QString m_filter;
    QList<int> m_shown; ///< indices into m_all
};

} // namespace foyer
