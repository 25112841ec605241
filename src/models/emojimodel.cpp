#include "models/emojimodel.h"

#include <QFile>
#include <QHash>
#include <QTextStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// The fields of each row of a table.
QList<QStringList> rowsOf(const QString &name, qsizetype fields)
{
    QList<QStringList> rows;
    QFile file(u":/emoji/"_s + name);
    if (!file.open(QIODevice::ReadOnly)) {
        return rows;
    }
    QTextStream lines(&file);
    for (QString line = lines.readLine(); !line.isNull(); line = lines.readLine()) {
        QStringList row = line.split(u'\t');
        if (row.size() == fields) {
            rows.append(std::move(row));
        }
    }
    return rows;
}

QStringList wordsOf(const QString &text)
{
    return text.toLower().split(u' ', Qt::SkipEmptyParts);
}

} // namespace

EmojiModel::EmojiModel(QObject *parent) : QAbstractListModel(parent) {}

void EmojiModel::readTable()
{
    if (!m_all.isEmpty()) {
        return;
    }
    QHash<QString, QStringList> translated;
    //: Code of the language whose names of emoji are shown: de for resources/emoji/emoji_de.tsv. Leave en without one.
    const QString language = tr("en");
    const QList<QStringList> names = rowsOf(u"emoji_"_s + language + u".tsv"_s, 3);
    for (const QStringList &row : names) {
        translated.insert(row[0], row);
    }
    const QList<QStringList> rows = rowsOf(u"emoji.tsv"_s, 4);
    for (const QStringList &row : rows) {
        Emoji emoji{row[0], row[2], row[2], wordsOf(row[2] + u' ' + row[3])};
        if (const QStringList own = translated.value(emoji.text); !own.isEmpty()) {
            emoji.name = own[1];
            emoji.words += wordsOf(own[1] + u' ' + own[2]);
        }
        m_all.append(emoji);
    }
    m_recent.removeIf([this](const QString &text) { return find(text) < 0; });
}

int EmojiModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant EmojiModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Emoji &emoji = m_all[m_shown[index.row()]];
    switch (role) {
    case Qt::DisplayRole:
        return emoji.text;
    case NameRole:
    case Qt::AccessibleTextRole:
        return emoji.name;
    default:
        return {};
    }
}

QHash<int, QByteArray> EmojiModel::roleNames() const
{
    return {{Qt::DisplayRole, "display"}, {NameRole, "name"}};
}

void EmojiModel::setFilter(const QString &filter)
{
    const bool isFirst = m_all.isEmpty();
    readTable();
    const QString wanted = filter.simplified().toLower();
    if (wanted != m_filter || isFirst) {
        m_filter = wanted;
        arrange();
    }
}

void EmojiModel::setRecent(const QStringList &recent)
{
    m_recent.clear();
    for (const QString &text : recent) {
        // Before the table is read nothing can be looked up in it; that follows then.
        if ((m_all.isEmpty() || find(text) >= 0) && !m_recent.contains(text) && m_recent.size() < mostRecent) {
            m_recent.append(text);
        }
    }
    arrange();
}

void EmojiModel::use(const QString &emoji)
{
    readTable();
    if (find(emoji) < 0) {
        return;
    }
    m_recent.removeAll(emoji);
    m_recent.prepend(emoji);
    m_recent = m_recent.mid(0, mostRecent);
    arrange();
    Q_EMIT recentChanged();
}

int EmojiModel::find(const QString &text) const
{
    const auto found = std::find_if(m_all.cbegin(), m_all.cend(), [&](const Emoji &one) { return one.text == text; });
    return found == m_all.cend() ? -1 : static_cast<int>(found - m_all.cbegin());
}

int EmojiModel::rankOf(const Emoji &emoji, const QStringList &wanted) const
{
    for (const QString &word : wanted) {
        const bool fits = std::any_of(emoji.words.cbegin(), emoji.words.cend(),
                                      [&word](const QString &known) { return known.startsWith(word); });
        if (!fits) {
            return -1;
        }
    }
    if (emoji.name.compare(m_filter, Qt::CaseInsensitive) == 0 ||
        emoji.englishName.compare(m_filter, Qt::CaseInsensitive) == 0) {
        return 0;
    }
    return emoji.words.contains(wanted[0]) ? 1 : 2;
}

void EmojiModel::arrange()
{
    beginResetModel();
    m_shown.clear();
    if (m_all.isEmpty()) {
        // Nothing to show yet.
    } else if (m_filter.isEmpty()) {
        for (const QString &text : std::as_const(m_recent)) {
            m_shown.append(find(text));
        }
        for (int i = 0; i < m_all.size(); ++i) {
            if (!m_recent.contains(m_all[i].text)) {
                m_shown.append(i);
            }
        }
    } else {
        const QStringList wanted = m_filter.split(u' ');
        QList<std::pair<int, int>> ranked;
        for (int i = 0; i < m_all.size(); ++i) {
            if (const int rank = rankOf(m_all[i], wanted); rank >= 0) {
                ranked.append({rank, i});
            }
        }
        std::sort(ranked.begin(), ranked.end());
        for (const auto &[rank, index] : std::as_const(ranked)) {
            m_shown.append(index);
        }
    }
    endResetModel();
}

} // namespace foyer
