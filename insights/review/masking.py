from insights.review.frame import Room
ROOM = Room(path='/masking', name='masking'.capitalize(), about='', pages={})
