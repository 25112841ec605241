#pragma once

#include "stanza/xmlnode.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace foyer::server
{

/// A data form (XEP-0004) with a FORM_TYPE (XEP-0068).
struct DataForm {
    struct Field {
        QString name;
        QString type;
        QString label;
        QStringList values;
        QList<QPair<QString, QString>> options; ///< value and label
    };

    QString type; ///< form, submit, cancel, result; empty: there is no form
    QString formType;
    QString title;
    QList<Field> fields;

    void add(const Field &field) { fields.append(field); }
    bool has(const QString &name) const;
    /// The first value; empty when there is none.
    QString value(const QString &name) const;
    QStringList values(const QString &name) const;
    /// A boolean (`1`, `true`, `0`, `false`); \a fallback for anything else.
    bool flag(const QString &name, bool fallback) const;
};

/// Reads an `<x/>`; the null node gives an empty form.
DataForm readDataForm(const stanza::XmlNode &element);
stanza::XmlNode writeDataForm(const DataForm &form);

} // namespace foyer::server
