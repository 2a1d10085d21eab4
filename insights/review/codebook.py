from insights.review.frame import Room
ROOM = Room(path='/codebook', name='codebook'.capitalize(), about='', pages={})
