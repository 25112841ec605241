#pragma once

#include "core/imagelink.h"

class QWidget;

namespace foyer
{

class ImageShelf;

/// Asks where the file of an image is to be saved, under a name that is fit to be one, and has \a images save it there.
/// A file that is there already is never written over without a question.
void askWhereToSave(QWidget *parent, ImageShelf &images, const ImageLink &link);

/// Says why a file could not be saved.
void tellSaveFailed(QWidget *parent, const QString &problem);

/// \a name, or the first like it with a number that \a folder has no file of.
QString freeName(const QString &folder, const QString &name);

} // namespace foyer
